import { describeStreamHead } from "../describe.ts";
import { streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

export const describeStreamSummary = action(streamMembers, (account, input) => {
  const stream = account.find(input);
  const nowMs = account.nowMs();
  return {
    StreamDescriptionSummary: {
      ...describeStreamHead(stream, nowMs),
      OpenShardCount: stream.visibleShards(nowMs).length,
      ConsumerCount: 0,
      MaxRecordSizeInKiB: stream.settings.maxRecordSizeKiB,
    },
  };
});
