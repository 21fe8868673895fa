import { KinesisError, rateExceeded } from "../errors.ts";
import { checkRecordSize, entryBytes, parseHashKey } from "../put.ts";
import { dataPlaneMembers, explicitHashKeyRule, partitionKeyRule } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  ...dataPlaneMembers,
  Records: {
    type: "List",
    required: true,
    minLength: 1,
    maxLength: "putRecordsCountMax",
    memberClass: "com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry",
    member: {
      type: "Structure",
      members: {
        PartitionKey: partitionKeyRule,
        ExplicitHashKey: explicitHashKeyRule,
        Data: { type: "Blob", required: true, maxLength: "dataBytesMax" },
      },
    },
  },
} as const;

/** What became of one record: it is in a shard, or it was throttled. */
export type PutRecordsResult =
  | { readonly SequenceNumber: string; readonly ShardId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

/**
 * Each record is judged on its own: one that is throttled does not stop those after it, and the
 * call succeeds even if all of them are (PutRecords API reference).
 */
export const putRecords = action(rules, (account, input) => {
  const entries = input.Records;
  const hashKeys = entries.map((entry) => parseHashKey(entry.ExplicitHashKey));
  const stream = account.findReadable(input);
  const sizes = entries.map(entryBytes);
  for (const bytes of sizes) checkRecordSize(stream, bytes);
  if (sizes.reduce((sum, bytes) => sum + bytes, 0) > account.limits.putRecordsBytesMax) {
    const limitMB = Math.floor(account.limits.putRecordsBytesMax / 1_048_576);
    throw new KinesisError("InvalidArgumentException", `Records size exceeds ${limitMB} MB limit`);
  }
  const call = account.nextPutCall();
  const nowUs = account.nowUs();
  const nowMs = account.nowMs();
  let failed = 0;
  const results = entries.map((entry, i): PutRecordsResult => {
    const shard = stream.shardFor(entry.PartitionKey, hashKeys[i]);
    const bytes = sizes[i] as number;
    if (!shard.writes.admitOfCall(call, bytes, nowUs)) {
      failed++;
      const place = { shardId: shard.id, streamName: stream.name, accountId: account.accountId };
      return {
        ErrorCode: "ProvisionedThroughputExceededException",
        ErrorMessage: rateExceeded(place),
      };
    }
    stream.trim(shard, nowMs);
    const body = { partitionKey: entry.PartitionKey, data: entry.Data };
    return { SequenceNumber: shard.append(body, bytes, nowMs), ShardId: shard.id };
  });
  return { FailedRecordCount: failed, Records: results };
});
