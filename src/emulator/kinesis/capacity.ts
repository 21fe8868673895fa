import type { KinesisAccount } from "./account.ts";
import { commitmentStatus } from "./billing-commitment.ts";
import { KinesisError } from "./errors.ts";
import { OnDemandScaler } from "./on-demand.ts";
import type { Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";

/** The capacity that a stream is to have on demand beside what it grows to. */
export interface OnDemandStart {
  /** What it has already, as a provisioned stream. */
  readonly shardCount: number;
  readonly warmMiBps: number | undefined;
}

export function createScaler(account: KinesisAccount, start: OnDemandStart): OnDemandScaler<Shard> {
  const { limits } = account;
  return new OnDemandScaler(limits, account.nowMs(), {
    bytesPerSecond: start.shardCount * limits.onDemandBytesPerSecondPerShard,
    warmMiBps: start.warmMiBps,
  });
}

/** The open shards that count against the account's quota: those of provisioned streams. */
export function openShardCount(account: KinesisAccount): number {
  return account
    .streams()
    .filter((stream) => stream.settings.mode === "PROVISIONED")
    .reduce((sum, stream) => sum + stream.shards.open.length, 0);
}

export function onDemandStreamCount(account: KinesisAccount): number {
  return account.streams().filter((stream) => stream.settings.mode === "ON_DEMAND").length;
}

/** @throws KinesisError where so many shards more are beyond the account's quota. */
export function checkShardQuota(account: KinesisAccount, additional: number): void {
  const limit = account.limits.shardsPerAccountMax;
  const count = openShardCount(account);
  if (additional <= 0 || count + additional <= limit) return;
  throw new KinesisError(
    "LimitExceededException",
    `This request would exceed the shard limit for the account ${account.accountId} in ` +
      `${account.context.region}. Current shard count for the account: ${count}. ` +
      `Limit: ${limit}. ` +
      `Number of additional shards that would have resulted from this request: ${additional}. ` +
      "Refer to the AWS Service Limits page " +
      "(http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) " +
      "for current limits and how to request higher limits.",
  );
}

/** @throws KinesisError where the account cannot have another on-demand stream. */
export function checkOnDemandQuota(account: KinesisAccount): void {
  const limit = account.limits.onDemandStreamsMax;
  if (onDemandStreamCount(account) < limit) return;
  throw new KinesisError(
    "LimitExceededException",
    `This request would exceed the on-demand stream limit for the account ${account.accountId} ` +
      `in ${account.context.region}. Limit: ${limit}.`,
  );
}

/**
 * @throws KinesisError where the account has not committed itself to a minimum throughput, or the
 *   warm throughput is above the maximum. The service's own words are not on record.
 */
export function checkWarmThroughput(account: KinesisAccount, mibps: number | undefined): void {
  if (mibps === undefined) return;
  if (commitmentStatus(account.commitment, account.nowMs()) === "DISABLED") {
    throw new KinesisError(
      "InvalidArgumentException",
      "WarmThroughputMiBps requires MinimumThroughputBillingCommitment to be enabled for account " +
        `${account.accountId}.`,
    );
  }
  const limit = account.limits.warmThroughputMiBpsMax;
  if (mibps <= limit) return;
  throw new KinesisError(
    "LimitExceededException",
    `WarmThroughputMiBps of ${mibps} is greater than the limit of ${limit} MiB/s.`,
  );
}

/** @throws KinesisError of code ValidationException where the stream is on-demand. */
export function checkProvisioned(stream: Stream, operation: string): void {
  if (stream.settings.mode === "PROVISIONED") return;
  throw new KinesisError(
    "ValidationException",
    `${operation} is not supported for stream ${stream.name}, which is in the on-demand capacity ` +
      "mode.",
  );
}

/** @throws KinesisError of code ValidationException where the stream is provisioned. */
export function checkOnDemand(stream: Stream, operation: string): OnDemandScaler<Shard> {
  if (stream.scaler) return stream.scaler;
  throw new KinesisError(
    "ValidationException",
    `${operation} is not supported for stream ${stream.name}, which is in the provisioned ` +
      "capacity mode.",
  );
}

/** Warm throughput in MiB/s, as the API shows it: what was asked for and what there is. */
export function describeWarmThroughput({ scaler }: Stream): object | undefined {
  if (!scaler) return undefined;
  const CurrentMiBps = Math.floor(scaler.bytesPerSecond / 1_048_576);
  return { TargetMiBps: scaler.warmMiBps, CurrentMiBps };
}
