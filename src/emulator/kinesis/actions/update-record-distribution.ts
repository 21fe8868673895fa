import { KinesisError } from "../errors.ts";
import { distributionRule, streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  StreamARN: { ...streamMembers.StreamARN, required: true },
  StreamId: streamMembers.StreamId,
  RecordDistributionStrategy: { ...distributionRule, required: true },
} as const;

/** Changes how records are spread over the shards, from the next record on. */
export const updateStreamRecordDistributionStrategy = action(rules, (account, input) => {
  const stream = account.findActive(input);
  const strategy = input.RecordDistributionStrategy;
  if (strategy === "AUTO" && stream.settings.mode === "PROVISIONED") {
    throw new KinesisError(
      "InvalidArgumentException",
      `RecordDistributionStrategy AUTO is only supported for on-demand streams: stream ` +
        `${stream.name} under account ${account.accountId} is provisioned.`,
    );
  }
  stream.settings.distribution = strategy;
  return undefined;
});
