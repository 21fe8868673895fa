import { findShard } from "../account.ts";
import { checkProvisioned, checkShardQuota } from "../capacity.ts";
import { KinesisError } from "../errors.ts";
import { canSplit } from "../resharding.ts";
import type { Shard } from "../shard.ts";
import type { Stream } from "../stream.ts";
import { explicitHashKeyRule, requiredNameRule, streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  ...streamMembers,
  ShardToSplit: requiredNameRule,
  NewStartingHashKey: { ...explicitHashKeyRule, required: true },
} as const;

/**
 * Splits a shard in two. The shards change at once; the stream is UPDATING for its transition
 * afterwards.
 */
export const splitShard = action(rules, (account, input) => {
  const { accountId } = account;
  const stream = account.find(input);
  checkProvisioned(stream, "SplitShard");
  const shard = findShard(stream, input.ShardToSplit, accountId);
  const place = `on shard ${shard.id} in stream ${stream.name} under account ${accountId}`;
  checkOpen(shard, stream, accountId);
  checkShardQuota(account, 1);
  const at = BigInt(input.NewStartingHashKey);
  if (!canSplit(shard.range, at)) {
    throw new KinesisError(
      "InvalidArgumentException",
      `NewStartingHashKey ${input.NewStartingHashKey} used in SplitShard() ${place} is not both ` +
        `greater than one plus the shard's StartingHashKey ${shard.range.start} and less than ` +
        `the shard's EndingHashKey ${shard.range.end}.`,
    );
  }
  account.findActive(input);
  const nowMs = account.nowMs();
  stream.shards.split(shard, at, nowMs);
  stream.beginUpdate(nowMs);
  return undefined;
});

/** @throws KinesisError where the shard has been split or merged already. */
export function checkOpen(shard: Shard, stream: Stream, accountId: string): void {
  if (shard.isOpen) return;
  throw new KinesisError(
    "InvalidArgumentException",
    `Shard ${shard.id} in stream ${stream.name} under account ${accountId} has already been ` +
      "merged or split, and thus is not eligible for merging or splitting.",
  );
}
