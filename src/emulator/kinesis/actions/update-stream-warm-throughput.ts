import { checkOnDemand, checkWarmThroughput, describeWarmThroughput } from "../capacity.ts";
import { streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  ...streamMembers,
  WarmThroughputMiBps: { type: "Integer", required: true, min: 1 },
} as const;

/**
 * Gives an on-demand stream the shards for a throughput at once; the same or a lower value releases
 * what the last hour did not need. The stream is UPDATING for its transition afterwards.
 */
export const updateStreamWarmThroughput = action(rules, (account, input) => {
  const stream = account.findActive(input);
  const scaler = checkOnDemand(stream, "UpdateStreamWarmThroughput");
  checkWarmThroughput(account, input.WarmThroughputMiBps);
  const nowMs = account.nowMs();
  stream.scale(scaler.warm(input.WarmThroughputMiBps, nowMs), nowMs);
  stream.beginUpdate(nowMs);
  return {
    StreamARN: stream.arn,
    StreamName: stream.name,
    WarmThroughput: describeWarmThroughput(stream),
  };
});
