import { KinesisError, rateExceeded } from "../errors.ts";
import { countPutRecords } from "../call-counts.ts";
import { endDryRun } from "../dry-run.ts";
import { internalFailureText } from "../fault-errors.ts";
import { putAll, type RecordPuts } from "../put-faults.ts";
import { checkPartitionKey, checkRecordSizes, entryBytes, parseHashKey } from "../put.ts";
import type { Shard } from "../shard.ts";
import { encryptionTypeOf } from "../stream-settings.ts";
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
  for (const [i, entry] of entries.entries()) {
    checkPartitionKey(stream, entry, `records.${i + 1}.member.partitionKey`);
  }
  const sizes = entries.map(entryBytes);
  checkRecordSizes(stream, sizes, (i) => `records.${i + 1}.member.data`);
  if (sizes.reduce((sum, bytes) => sum + bytes, 0) > account.limits.putRecordsBytesMax) {
    const limitMB = Math.floor(account.limits.putRecordsBytesMax / 1_048_576);
    throw new KinesisError("InvalidArgumentException", `Records size exceeds ${limitMB} MB limit`);
  }
  endDryRun(input);
  const call = account.nextPutCall();
  const nowUs = account.nowUs();
  const nowMs = account.nowMs();
  let [bytes, throttled, failed] = [0, 0, 0];
  const throttle = (shard: Shard): PutRecordsResult => {
    throttled++;
    const place = { shardId: shard.id, streamName: stream.name, accountId: account.accountId };
    return {
      ErrorCode: "ProvisionedThroughputExceededException",
      ErrorMessage: rateExceeded(place),
    };
  };
  const put = (i: number, shard: Shard): PutRecordsResult => {
    const { PartitionKey: partitionKey = "", Data: data } = entries[i] as (typeof entries)[number];
    const size = sizes[i] as number;
    if (!shard.writes.admitOfCall(call, size, nowUs)) return throttle(shard);
    stream.trim(shard, nowMs);
    bytes += size;
    return { SequenceNumber: shard.append({ partitionKey, data }, nowMs), ShardId: shard.id };
  };
  const puts: RecordPuts<PutRecordsResult> = {
    count: entries.length,
    streamName: stream.name,
    shardOf: (i) => stream.shardFor(entries[i]?.PartitionKey ?? "", hashKeys[i]),
    put,
    refuse: (error, shard) => {
      if (error !== "internal-error") return throttle(shard);
      failed++;
      return { ErrorCode: "InternalFailure", ErrorMessage: internalFailureText };
    },
  };
  const results = putAll(puts, account.context.faults);
  const stored = results.length - throttled - failed;
  countPutRecords(account, stream, { bytes, stored, throttled, failed });
  return {
    FailedRecordCount: throttled + failed,
    Records: results,
    EncryptionType: encryptionTypeOf(stream.settings),
  };
});
