import { findShard } from "../account.ts";
import { endDryRun } from "../dry-run.ts";
import { KinesisError, rateExceeded } from "../errors.ts";
import { writeIterator } from "../shard-iterator.ts";
import { startOrdinal, startTypes } from "../start-position.ts";
import { requiredNameRule, sequenceNumberRule, dataPlaneMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  ...dataPlaneMembers,
  ShardId: requiredNameRule,
  ShardIteratorType: { type: "String", required: true, values: startTypes },
  StartingSequenceNumber: sequenceNumberRule,
  Timestamp: { type: "Timestamp" },
} as const;

export const getShardIterator = action(rules, (account, input) => {
  const stream = account.find(input);
  const { accountId } = account;
  const shard = findShard(stream, input.ShardId, accountId);
  if (!shard.reads.admitIterator(account.nowUs())) {
    throw new KinesisError(
      "ProvisionedThroughputExceededException",
      rateExceeded({ shardId: shard.id, streamName: stream.name, accountId }),
    );
  }
  stream.trim(shard, account.nowMs());
  const ordinal = startOrdinal({
    account,
    stream,
    shard,
    operation: "GetShardIterator",
    position: {
      type: input.ShardIteratorType,
      sequenceNumber: input.StartingSequenceNumber,
      sinceMs: input.Timestamp,
    },
  });
  endDryRun(input);
  return { ShardIterator: writeIterator(account, { stream, shard, ordinal }) };
});
