import { findShard } from "../account.ts";
import { checkProvisioned } from "../capacity.ts";
import { KinesisError } from "../errors.ts";
import type { HashKeyRange } from "../../../core/hash-ranges.ts";
import { requiredNameRule, streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";
import { checkOpen } from "./split-shard.ts";

const rules = {
  ...streamMembers,
  ShardToMerge: requiredNameRule,
  AdjacentShardToMerge: requiredNameRule,
} as const;

/**
 * Merges two shards whose ranges meet: the first may be the lower or the upper one. The shards
 * change at once; the stream is UPDATING for its transition afterwards.
 */
export const mergeShards = action(rules, (account, input) => {
  const { accountId } = account;
  const stream = account.find(input);
  checkProvisioned(stream, "MergeShards");
  const first = findShard(stream, input.ShardToMerge, accountId);
  const second = findShard(stream, input.AdjacentShardToMerge, accountId);
  checkOpen(first, stream, accountId);
  checkOpen(second, stream, accountId);
  if (!meets(first.range, second.range) && !meets(second.range, first.range)) {
    throw new KinesisError(
      "InvalidArgumentException",
      `Shards ${first.id} and ${second.id} in stream ${stream.name} under account ${accountId} ` +
        "are not an adjacent pair of shards eligible for merging",
    );
  }
  account.findActive(input);
  const nowMs = account.nowMs();
  stream.shards.merge(first, second, nowMs);
  stream.beginUpdate(nowMs);
  return undefined;
});

function meets(lower: HashKeyRange, upper: HashKeyRange): boolean {
  return lower.end + 1n === upper.start;
}
