import { kinesisLimitTable } from "./limits/kinesis.ts";

/** What one provisioned shard of AWS takes in a second, partition keys included. */
export const shardWriteLimits = {
  recordsPerSecond: kinesisLimitTable.writeRecordsPerSecondPerShard.value,
  bytesPerSecond: kinesisLimitTable.writeBytesPerSecondPerShard.value,
} as const;

/** Share of the write limit that binds first, for what a shard took in one second. */
export function writeUtilization(taken: { records: number; bytes: number }): number {
  return Math.max(
    taken.records / shardWriteLimits.recordsPerSecond,
    taken.bytes / shardWriteLimits.bytesPerSecond,
  );
}
