import { KinesisError, rateExceeded } from "../errors.ts";
import { countPutRecord } from "../call-counts.ts";
import { endDryRun } from "../dry-run.ts";
import { checkPartitionKey, checkRecordSizes, entryBytes, parseHashKey } from "../put.ts";
import { parseSequenceNumber } from "../sequence-number.ts";
import { encryptionTypeOf } from "../stream-settings.ts";
import {
  dataPlaneMembers,
  explicitHashKeyRule,
  partitionKeyRule,
  sequenceNumberRule,
} from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  ...dataPlaneMembers,
  Data: { type: "Blob", required: true, maxLength: "dataBytesMax" },
  PartitionKey: partitionKeyRule,
  ExplicitHashKey: explicitHashKeyRule,
  SequenceNumberForOrdering: sequenceNumberRule,
} as const;

export const putRecord = action(rules, (account, input) => {
  const hashKey = parseHashKey(input.ExplicitHashKey);
  const stream = account.findReadable(input);
  const { accountId } = account;
  checkPartitionKey(stream, input, "partitionKey");
  const bytes = entryBytes(input);
  checkRecordSizes(stream, [bytes], () => "data");
  // Records of a shard are kept in the order of the calls, so that a valid number asks for nothing.
  const ordering = input.SequenceNumberForOrdering;
  if (ordering !== undefined && !parseSequenceNumber(ordering)) {
    throw new KinesisError(
      "InvalidArgumentException",
      `ExclusiveMinimumSequenceNumber ${ordering} used in PutRecord on stream ${stream.name} ` +
        `under account ${accountId} is invalid.`,
    );
  }
  endDryRun(input);
  const { PartitionKey: partitionKey = "" } = input;
  const shard = stream.shardFor(partitionKey, hashKey);
  if (!shard.writes.admitOne(bytes, account.nowUs())) {
    throw new KinesisError(
      "ProvisionedThroughputExceededException",
      rateExceeded({ shardId: shard.id, streamName: stream.name, accountId }),
    );
  }
  const nowMs = account.nowMs();
  stream.trim(shard, nowMs);
  countPutRecord(account, stream, bytes);
  const body = { partitionKey, data: input.Data };
  return {
    ShardId: shard.id,
    SequenceNumber: shard.append(body, nowMs),
    EncryptionType: encryptionTypeOf(stream.settings),
  };
});
