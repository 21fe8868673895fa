import { describeShard, describeStreamHead } from "../describe.ts";
import { nameRule, streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  ...streamMembers,
  Limit: { type: "Integer", min: 1, max: 10_000 },
  ExclusiveStartShardId: nameRule,
} as const;

export const describeStream = action(rules, (account, input) => {
  const stream = account.find(input);
  const nowMs = account.nowMs();
  const after = input.ExclusiveStartShardId ?? "";
  const shards = stream.visibleShards(nowMs).filter((shard) => shard.id > after);
  const limit = Math.min(input.Limit ?? Infinity, account.limits.describeStreamMax);
  return {
    StreamDescription: {
      ...describeStreamHead(stream, nowMs),
      Shards: shards.slice(0, limit).map(describeShard),
      HasMoreShards: shards.length > limit,
    },
  };
});
