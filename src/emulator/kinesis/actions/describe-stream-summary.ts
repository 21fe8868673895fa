import { describeWarmThroughput } from "../capacity.ts";
import { describeStreamHead } from "../describe.ts";
import { streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

export const describeStreamSummary = action(streamMembers, (account, input) => {
  const stream = account.find(input);
  const nowMs = account.nowMs();
  return {
    StreamDescriptionSummary: {
      ...describeStreamHead(stream, nowMs),
      OpenShardCount: stream.openShardCount(nowMs),
      ConsumerCount: stream.consumers.list(nowMs).length,
      ChannelCount: account.channels.of(stream, nowMs).length,
      MaxRecordSizeInKiB: stream.settings.maxRecordSizeKiB,
      // Both are there for on-demand streams alone.
      WarmThroughput: describeWarmThroughput(stream),
      RecordDistributionStrategy: stream.scaler && stream.settings.distribution,
    },
  };
});
