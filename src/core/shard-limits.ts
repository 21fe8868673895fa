/**
 * What one provisioned shard takes in a second: bytes of data, partition keys included (PutRecords
 * API reference; Kinesis developer guide, "Quotas and limits").
 */
export const shardWriteLimits = { recordsPerSecond: 1_000, bytesPerSecond: 1_048_576 } as const;

/** Share of the write limit that binds first, for what a shard took in one second. */
export function writeUtilization(taken: { records: number; bytes: number }): number {
  return Math.max(
    taken.records / shardWriteLimits.recordsPerSecond,
    taken.bytes / shardWriteLimits.bytesPerSecond,
  );
}
