import {
  checkOnDemandQuota,
  checkShardQuota,
  checkWarmThroughput,
  createScaler,
} from "../capacity.ts";
import { KinesisError } from "../errors.ts";
import { RollingQuota } from "../rolling-quota.ts";
import { streamArnRule, streamModeRule, streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  StreamARN: { ...streamArnRule, required: true },
  StreamId: streamMembers.StreamId,
  StreamModeDetails: {
    type: "Structure",
    required: true,
    members: { StreamMode: streamModeRule },
  },
  WarmThroughputMiBps: { type: "Integer", min: 1 },
} as const;

/**
 * Changes the capacity mode; the shards stay as they are, and their capacity counts as observed. To
 * ask for the mode that the stream has changes nothing and counts for nothing: AWS does not say.
 */
export const updateStreamMode = action(rules, (account, input) => {
  const stream = account.findActive(input);
  const mode = input.StreamModeDetails.StreamMode;
  const warmMiBps = input.WarmThroughputMiBps;
  if (mode === "PROVISIONED" && warmMiBps !== undefined) {
    throw new KinesisError(
      "ValidationException",
      "WarmThroughputMiBps is only supported for on-demand streams.",
    );
  }
  if (mode === stream.settings.mode) return undefined;
  const { modeSwitchesMax: max, modeSwitchesWindowMs: windowMs } = account.limits;
  const quota = new RollingQuota({ max, windowMs }, stream.modeSwitches);
  const nowMs = account.nowMs();
  if (!quota.hasRoom(nowMs)) {
    throw new KinesisError(
      "LimitExceededException",
      `The capacity mode of stream ${stream.name} under account ${account.accountId} cannot be ` +
        `switched more than ${max} times within ${windowMs / 3_600_000} hours.`,
    );
  }
  checkWarmThroughput(account, warmMiBps);
  const shardCount = stream.shards.open.length;
  if (mode === "ON_DEMAND") checkOnDemandQuota(account);
  else checkShardQuota(account, shardCount);
  quota.use(nowMs);
  const scaler =
    mode === "ON_DEMAND" ? createScaler(account, { shardCount, warmMiBps }) : undefined;
  stream.setMode(scaler);
  if (scaler && warmMiBps !== undefined) stream.scale(scaler.warm(warmMiBps, nowMs), nowMs);
  stream.beginUpdate(nowMs);
  return undefined;
});
