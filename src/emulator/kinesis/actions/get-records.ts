import { KinesisError, rateExceeded } from "../errors.ts";
import type { ShardRecord } from "../shard.ts";
import { readIterator, writeIterator } from "../shard-iterator.ts";
import { dataPlaneMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  ...dataPlaneMembers,
  ShardIterator: { type: "String", required: true, minLength: 1, maxLength: 512 },
  Limit: { type: "Integer", min: 1, max: "getRecordsCountMax" },
} as const;

/** The output of GetRecords. Its records are written to the wire by a writer of their own. */
export interface GetRecordsResult {
  readonly Records: readonly ShardRecord[];
  readonly NextShardIterator: string;
  readonly MillisBehindLatest: number;
}

/** A throttled call returns nothing and leaves its iterator good: it states where to read from. */
export const getRecords = action(rules, (account, input): GetRecordsResult => {
  const { stream, shard, ordinal } = readIterator(account, input.ShardIterator);
  if (!shard.reads.admitRead(account.nowUs())) {
    const place = { shardId: shard.id, streamName: stream.name, accountId: account.accountId };
    throw new KinesisError("ProvisionedThroughputExceededException", rateExceeded(place));
  }
  const nowMs = account.nowMs();
  stream.trim(shard, nowMs);
  const { limits } = account;
  const limit = Math.min(input.Limit ?? Infinity, limits.getRecordsCountMax);
  const page = shard.read(ordinal, limit, limits.getRecordsBytesMax);
  shard.reads.charge(page.bytes, page.extent);
  return {
    Records: page.records,
    NextShardIterator: writeIterator(account, { stream, shard, ordinal: page.next }),
    MillisBehindLatest: shard.millisBehind(page.next, nowMs),
  };
});
