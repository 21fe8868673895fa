import { onDemandStreamCount, openShardCount } from "../capacity.ts";
import { action } from "./action.ts";

/** ShardLimit holds for provisioned streams: OpenShardCount counts their shards alone. */
export const describeLimits = action({}, (account) => ({
  ShardLimit: account.limits.shardsPerAccountMax,
  OpenShardCount: openShardCount(account),
  OnDemandStreamCount: onDemandStreamCount(account),
  OnDemandStreamCountLimit: account.limits.onDemandStreamsMax,
  // The service's limit of channels is not on record.
  ChannelCount: account.channels.list(account.nowMs()).length,
}));
