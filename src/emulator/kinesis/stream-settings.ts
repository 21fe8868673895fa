import type { QuotaUses } from "./rolling-quota.ts";
import type { Resource } from "./resource.ts";

export type StreamMode = "PROVISIONED" | "ON_DEMAND";

/** How records are spread over the shards: by their partition keys, or evenly without them. */
export type RecordDistribution = "AUTO" | "USER_PARTITION_KEY";

/** What can be changed of a stream while it lives, apart from its shards and consumers. */
export interface StreamSettings extends Resource {
  mode: StreamMode;
  /** AUTO on an on-demand stream alone. */
  distribution: RecordDistribution;
  retentionHours: number;
  maxRecordSizeKiB: number;
  /** The key of server-side encryption; undefined where there is none. Nothing is encrypted. */
  kmsKeyId: string | undefined;
  /** The enhanced metrics that are on, in the service's names. */
  shardLevelMetrics: readonly string[];
  /** When keys were applied and when encryption was stopped: each has a quota. */
  readonly encryptionStarts: QuotaUses;
  readonly encryptionStops: QuotaUses;
}

/** What a stream has before anything is changed, apart from what CreateStream says. */
export function unchangedSettings() {
  return {
    kmsKeyId: undefined,
    shardLevelMetrics: [],
    resourcePolicy: undefined,
    encryptionStarts: [],
    encryptionStops: [],
  };
}

export type EncryptionType = "NONE" | "KMS";

export function encryptionTypeOf(settings: StreamSettings): EncryptionType {
  return settings.kmsKeyId === undefined ? "NONE" : "KMS";
}
