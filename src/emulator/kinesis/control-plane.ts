import type { KinesisRateName } from "../../core/limits/kinesis-rates.ts";
import type { KinesisAccount } from "./account.ts";
import { KinesisError } from "./errors.ts";
import type { Stream } from "./stream.ts";
import { TokenBucket } from "../token-bucket.ts";

/** How often an operation can be called: by the whole account, or on one stream. */
interface Rate {
  readonly limit: KinesisRateName;
  readonly scope: "account" | "stream";
}

const ofAccount = (limit: KinesisRateName): Rate => ({ limit, scope: "account" });
const ofStream = (limit: KinesisRateName): Rate => ({ limit, scope: "stream" });

/** The operations of the data plane are not among these: shards and consumers meter them. */
const rates: ReadonlyMap<string, Rate> = new Map([
  ["AddTagsToStream", ofAccount("addTagsToStreamPerSecond")],
  ["CreateChannel", ofAccount("channelCallsPerSecond")],
  ["CreateStream", ofAccount("createStreamPerSecond")],
  ["DecreaseStreamRetentionPeriod", ofStream("decreaseStreamRetentionPeriodPerSecond")],
  ["DeleteChannel", ofAccount("channelCallsPerSecond")],
  ["DeleteResourcePolicy", ofAccount("deleteResourcePolicyPerSecond")],
  ["DeleteStream", ofAccount("deleteStreamPerSecond")],
  ["DeregisterStreamConsumer", ofStream("deregisterStreamConsumerPerSecond")],
  ["DescribeAccountSettings", ofAccount("accountSettingsPerSecond")],
  ["DescribeChannel", ofAccount("channelCallsPerSecond")],
  ["DescribeLimits", ofAccount("describeLimitsPerSecond")],
  ["DescribeStream", ofAccount("describeStreamPerSecond")],
  ["DescribeStreamConsumer", ofStream("describeStreamConsumerPerSecond")],
  ["DescribeStreamSummary", ofAccount("describeStreamSummaryPerSecond")],
  ["DisableEnhancedMonitoring", ofStream("disableEnhancedMonitoringPerSecond")],
  ["EnableEnhancedMonitoring", ofStream("enableEnhancedMonitoringPerSecond")],
  ["GetResourcePolicy", ofAccount("getResourcePolicyPerSecond")],
  ["IncreaseStreamRetentionPeriod", ofStream("increaseStreamRetentionPeriodPerSecond")],
  ["ListChannels", ofAccount("channelCallsPerSecond")],
  ["ListShards", ofStream("listShardsPerSecond")],
  ["ListStreamConsumers", ofStream("listStreamConsumersPerSecond")],
  ["ListStreams", ofAccount("listStreamsPerSecond")],
  ["ListTagsForResource", ofAccount("resourceTagCallsPerSecond")],
  ["ListTagsForStream", ofStream("listTagsForStreamPerSecond")],
  ["MergeShards", ofStream("mergeShardsPerSecond")],
  ["PutResourcePolicy", ofAccount("putResourcePolicyPerSecond")],
  ["RegisterStreamConsumer", ofStream("registerStreamConsumerPerSecond")],
  ["RemoveTagsFromStream", ofAccount("removeTagsFromStreamPerSecond")],
  ["SplitShard", ofStream("splitShardPerSecond")],
  ["TagResource", ofAccount("resourceTagCallsPerSecond")],
  ["UntagResource", ofAccount("resourceTagCallsPerSecond")],
  ["UpdateAccountSettings", ofAccount("accountSettingsPerSecond")],
  ["UpdateChannel", ofAccount("channelCallsPerSecond")],
  ["UpdateMaxRecordSize", ofStream("updateStreamSettingPerSecond")],
  ["UpdateShardCount", ofAccount("updateShardCountPerSecond")],
  ["UpdateStreamMode", ofStream("updateStreamSettingPerSecond")],
  ["UpdateStreamRecordDistributionStrategy", ofStream("updateStreamSettingPerSecond")],
  ["UpdateStreamWarmThroughput", ofAccount("updateStreamWarmThroughputPerSecond")],
]);

/** Counts the calls of each operation: one second's worth can come at once. */
export class ControlPlane {
  readonly #account: KinesisAccount;
  readonly #ofAccount = new Map<string, TokenBucket>();
  readonly #ofStreams = new WeakMap<Stream, Map<string, TokenBucket>>();

  constructor(account: KinesisAccount) {
    this.#account = account;
  }

  /**
   * Takes a call into account. One that is for a stream which is not there is not counted against
   * a rate of streams: it will end soon enough.
   *
   * @throws KinesisError of code LimitExceededException.
   */
  admit(operation: string, input: Readonly<Record<string, unknown>>): void {
    const rate = rates.get(operation);
    if (!rate) return;
    const name = streamNameOf(input);
    const buckets = this.#buckets(rate, name);
    if (!buckets) return;
    const nowUs = this.#account.nowUs();
    let bucket = buckets.get(operation);
    if (!bucket) {
      bucket = new TokenBucket(this.#account.limits[rate.limit], nowUs);
      buckets.set(operation, bucket);
    }
    if (!bucket.has(1, nowUs)) throw tooMany(name, this.#account.accountId);
    bucket.take(1);
  }

  #buckets(rate: Rate, name: string | undefined): Map<string, TokenBucket> | undefined {
    if (rate.scope === "account") return this.#ofAccount;
    const stream = name === undefined ? undefined : this.#account.lookUp(name);
    if (!stream) return undefined;
    let buckets = this.#ofStreams.get(stream);
    if (!buckets) {
      buckets = new Map();
      this.#ofStreams.set(stream, buckets);
    }
    return buckets;
  }
}

/** The stream that an input names in one of the ways that the API has. */
export function streamNameOf(input: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof input["StreamName"] === "string") return input["StreamName"];
  const arn = input["StreamARN"] ?? input["ConsumerARN"] ?? input["ResourceARN"];
  return typeof arn === "string" ? /:stream\/([^/]+)/.exec(arn)?.[1] : undefined;
}

/** AWS names the stream even where the rate is the account's; its words without one are unknown. */
function tooMany(streamName: string | undefined, accountId: string): KinesisError {
  const place = streamName === undefined ? "" : `stream ${streamName} under `;
  return new KinesisError(
    "LimitExceededException",
    `Rate exceeded for ${place}account ${accountId}.`,
  );
}
