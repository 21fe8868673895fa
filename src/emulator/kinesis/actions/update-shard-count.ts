import type { KinesisAccount } from "../account.ts";
import { checkProvisioned, checkShardQuota } from "../capacity.ts";
import { KinesisError } from "../errors.ts";
import { reshardUniformly } from "../resharding.ts";
import { RollingQuota } from "../rolling-quota.ts";
import { streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  ...streamMembers,
  TargetShardCount: { type: "Integer", required: true, min: 1 },
  ScalingType: { type: "String", required: true, values: ["UNIFORM_SCALING"] },
} as const;

/**
 * Brings a stream to a number of shards of equal ranges. The shards change at once; the stream is
 * UPDATING for its transition afterwards.
 */
export const updateShardCount = action(rules, (account, input) => {
  const stream = account.findActive(input);
  checkProvisioned(stream, "UpdateShardCount");
  const current = stream.shards.open.length;
  const target = input.TargetShardCount;
  checkTarget(account, current, target);
  checkShardQuota(account, target - current);
  const { shardCountUpdatesMax: max, shardCountUpdatesWindowMs: windowMs } = account.limits;
  const quota = new RollingQuota({ max, windowMs }, stream.shardCountUpdates);
  const nowMs = account.nowMs();
  if (!quota.hasRoom(nowMs)) {
    throw limitExceeded(
      `UpdateShardCount cannot be called more than ${max} times in a rolling period of ` +
        `${windowMs / 3_600_000} hours for stream ${stream.name} under account ` +
        `${account.accountId}.`,
    );
  }
  quota.use(nowMs);
  reshardUniformly(stream.shards, target, nowMs);
  stream.beginUpdate(nowMs);
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    CurrentShardCount: current,
    TargetShardCount: target,
  };
});

function checkTarget(account: KinesisAccount, current: number, target: number): void {
  const counts = `Current open shard count: ${current}, Target shard count: ${target}`;
  const limit = account.limits.shardsPerStreamMax;
  if (target > limit) {
    throw limitExceeded(
      `Target shard count or number of open shards cannot be greater than ${limit}. ${counts}`,
    );
  }
  if (target > current * 2) {
    throw limitExceeded(
      `UpdateShardCount cannot scale up over double your current open shard count. ${counts}`,
    );
  }
  if (target < current / 2) {
    throw limitExceeded(
      `UpdateShardCount cannot scale down below half your current open shard count. ${counts}`,
    );
  }
}

function limitExceeded(message: string): KinesisError {
  return new KinesisError("LimitExceededException", message);
}
