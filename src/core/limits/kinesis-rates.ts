import type { LimitTable } from "./limit.ts";

const account = "calls/s of an account";
const stream = "calls/s on a stream";
const quotas = "Quotas and limits: API limits";
/** The quotas page and the API reference do not say the same. */
const asQuotas = "Quotas and limits: API limits; its API reference says a limit of the account";

/** How often the operations of Kinesis's control plane can be called. */
export const kinesisRateTable = {
  addTagsToStreamPerSecond: { value: 5, unit: account, source: quotas },
  createStreamPerSecond: { value: 5, unit: account, source: quotas },
  decreaseStreamRetentionPeriodPerSecond: { value: 5, unit: stream, source: quotas },
  deleteResourcePolicyPerSecond: { value: 5, unit: account, source: quotas },
  deleteStreamPerSecond: { value: 5, unit: account, source: quotas },
  deregisterStreamConsumerPerSecond: { value: 5, unit: stream, source: quotas },
  accountSettingsPerSecond: {
    value: 5,
    unit: `${account}, for each of its two operations`,
    source: "DescribeAccountSettings and UpdateAccountSettings API reference",
  },
  channelCallsPerSecond: {
    value: 5,
    unit: `${account}, for each of the operations on channels`,
    source: "CreateChannel API reference, and those of the other four",
  },
  describeLimitsPerSecond: { value: 1, unit: account, source: quotas },
  describeStreamPerSecond: { value: 10, unit: account, source: quotas },
  describeStreamConsumerPerSecond: { value: 20, unit: stream, source: quotas },
  describeStreamSummaryPerSecond: { value: 20, unit: account, source: quotas },
  disableEnhancedMonitoringPerSecond: { value: 5, unit: stream, source: quotas },
  enableEnhancedMonitoringPerSecond: { value: 5, unit: stream, source: quotas },
  getResourcePolicyPerSecond: { value: 5, unit: account, source: quotas },
  increaseStreamRetentionPeriodPerSecond: { value: 5, unit: stream, source: quotas },
  listShardsPerSecond: { value: 1_000, unit: stream, source: quotas },
  listStreamConsumersPerSecond: { value: 5, unit: stream, source: quotas },
  listStreamsPerSecond: { value: 5, unit: account, source: quotas },
  listTagsForStreamPerSecond: { value: 5, unit: stream, source: asQuotas },
  mergeShardsPerSecond: { value: 5, unit: stream, source: asQuotas },
  putResourcePolicyPerSecond: { value: 5, unit: account, source: quotas },
  registerStreamConsumerPerSecond: { value: 5, unit: stream, source: asQuotas },
  removeTagsFromStreamPerSecond: {
    value: 5,
    unit: account,
    source: "RemoveTagsFromStream API reference",
  },
  resourceTagCallsPerSecond: {
    value: 5,
    unit: `${account}, for each of TagResource, UntagResource and ListTagsForResource`,
    source: "assumed: as those of AddTagsToStream, for lack of a documented value",
  },
  splitShardPerSecond: { value: 5, unit: stream, source: asQuotas },
  updateShardCountPerSecond: { value: 10, unit: account, source: quotas },
  updateStreamSettingPerSecond: {
    value: 5,
    unit: `${stream}, for each of UpdateMaxRecordSize, UpdateStreamMode and the like`,
    source: "assumed, for lack of a documented value",
  },
  updateStreamWarmThroughputPerSecond: {
    value: 5,
    unit: account,
    source: "UpdateStreamWarmThroughput API reference",
  },
} as const satisfies LimitTable;

export type KinesisRateName = keyof typeof kinesisRateTable;
