import { kinesisLimitTable } from "./limits/kinesis.ts";
import type { ChangedLimits } from "./limits/schema.ts";

/** What one provisioned shard takes in a second. */
export interface ShardWrites {
  readonly recordsPerSecond: number;
  /** Partition keys included. */
  readonly bytesPerSecond: number;
}

/** AWS's own, where a scenario does not change them. */
export function shardWrites({ kinesis = {} }: ChangedLimits = {}): ShardWrites {
  const { writeRecordsPerSecondPerShard: records, writeBytesPerSecondPerShard: bytes } =
    kinesisLimitTable;
  return {
    recordsPerSecond: kinesis.writeRecordsPerSecondPerShard ?? records.value,
    bytesPerSecond: kinesis.writeBytesPerSecondPerShard ?? bytes.value,
  };
}

/** Share of the write limit that binds first, for what a shard took in one second. */
export function writeUtilization(
  taken: { readonly records: number; readonly bytes: number },
  limits: ShardWrites,
): number {
  return Math.max(taken.records / limits.recordsPerSecond, taken.bytes / limits.bytesPerSecond);
}
