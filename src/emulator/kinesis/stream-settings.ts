export type StreamMode = "PROVISIONED" | "ON_DEMAND";

/** What can be changed of a stream while it lives, apart from its shards and consumers. */
export interface StreamSettings {
  mode: StreamMode;
  retentionHours: number;
  maxRecordSizeKiB: number;
  /** The key of server-side encryption; undefined where there is none. Nothing is encrypted. */
  kmsKeyId: string | undefined;
  /** The enhanced metrics that are on, in the service's names. */
  shardLevelMetrics: readonly string[];
  readonly tags: Map<string, string>;
}
