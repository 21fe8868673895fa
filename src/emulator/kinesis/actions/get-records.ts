import { countGetRecords } from "../call-counts.ts";
import { describeChildShard } from "../describe.ts";
import { endDryRun } from "../dry-run.ts";
import { KinesisError, rateExceeded } from "../errors.ts";
import type { ShardRecords } from "../shard-records.ts";
import { readIterator, writeIterator } from "../shard-iterator.ts";
import { dataPlaneMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const { StreamARN, StreamId, DryRun } = dataPlaneMembers;

const rules = {
  StreamARN,
  StreamId,
  DryRun,
  ShardIterator: { type: "String", required: true, minLength: 1, maxLength: 512 },
  Limit: { type: "Integer", min: 1, max: "getRecordsCountMax" },
} as const;

/** The output of GetRecords. Its records are written to the wire by a writer of their own. */
export interface GetRecordsResult {
  readonly Records: ShardRecords;
  /** Undefined at the end of a closed shard. */
  readonly NextShardIterator: string | undefined;
  readonly MillisBehindLatest: number;
  /** At the end of a closed shard alone. */
  readonly ChildShards: readonly object[] | undefined;
}

/**
 * A throttled call returns nothing and leaves its iterator good: it states where to read from. The
 * end of a closed shard is stated by the first call that finds nothing more in it.
 */
export const getRecords = action(rules, (account, input): GetRecordsResult => {
  const { stream, shard, ordinal } = readIterator(account, input.ShardIterator);
  if (input.StreamARN !== undefined && account.find(input) !== stream) {
    throw new KinesisError(
      "InvalidArgumentException",
      `StreamARN ${input.StreamARN} is not that of the stream of the ShardIterator.`,
    );
  }
  endDryRun(input);
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
  const isEnd = page.records.length === 0 && shard.endsAt(page.next);
  const next = { stream, shard, ordinal: page.next };
  const millisBehind = shard.millisBehind(page.next, nowMs);
  countGetRecords(account, stream, { page, millisBehind });
  return {
    Records: page.records,
    NextShardIterator: isEnd ? undefined : writeIterator(account, next),
    MillisBehindLatest: millisBehind,
    ChildShards: isEnd ? shard.children.map(describeChildShard) : undefined,
  };
});
