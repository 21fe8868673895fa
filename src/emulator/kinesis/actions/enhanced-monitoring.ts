import type { KinesisAccount, StreamReference } from "../account.ts";
import { streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const metrics = [
  "IncomingBytes",
  "IncomingRecords",
  "OutgoingBytes",
  "OutgoingRecords",
  "WriteProvisionedThroughputExceeded",
  "ReadProvisionedThroughputExceeded",
  "IteratorAgeMilliseconds",
] as const;

const rules = {
  ...streamMembers,
  ShardLevelMetrics: {
    type: "List",
    required: true,
    minLength: 1,
    maxLength: 7,
    member: { type: "String", values: [...metrics, "ALL"] },
  },
} as const;

export const enableEnhancedMonitoring = action(rules, (account, input) => {
  const named = chosen(input.ShardLevelMetrics);
  return change(account, input, (metric, isOn) => isOn || named.has(metric));
});

export const disableEnhancedMonitoring = action(rules, (account, input) => {
  const named = chosen(input.ShardLevelMetrics);
  return change(account, input, (metric, isOn) => isOn && !named.has(metric));
});

function chosen(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.includes("ALL") ? metrics : names);
}

/** Answers the metrics before and after. They are flags: the emulator has no CloudWatch. */
function change(
  account: KinesisAccount,
  reference: StreamReference,
  stays: (metric: string, isOn: boolean) => boolean,
): object {
  const stream = account.findActive(reference);
  const current = stream.settings.shardLevelMetrics;
  const desired = metrics.filter((metric) => stays(metric, current.includes(metric)));
  stream.settings.shardLevelMetrics = desired;
  stream.beginUpdate(account.nowMs());
  return {
    StreamName: stream.name,
    StreamARN: stream.arn,
    CurrentShardLevelMetrics: current,
    DesiredShardLevelMetrics: desired,
  };
}
