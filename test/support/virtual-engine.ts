import { KinesisEngine } from "../../src/emulator/kinesis/engine.ts";
import { KinesisError } from "../../src/emulator/kinesis/errors.ts";
import type { KinesisLimits } from "../../src/core/limits/kinesis.ts";
import { engineContext } from "./engine-context.ts";
import { SpilledLogs } from "../../src/emulator/kinesis/spilled-logs.ts";
import { listed } from "./shard-records.ts";
import { unmeteredControlPlane } from "./unmetered-control-plane.ts";
import { VirtualTime } from "./virtual-time.ts";

/** 2026-11-21 12:00:00 UTC. */
export const startMs = 1_795_262_400_000;

type Answer = Record<string, unknown> & {
  readonly Records: readonly Record<string, unknown>[];
  readonly ShardIterator: string;
  readonly NextShardIterator: string;
};

/** An engine under a clock that moves when told, with one stream named `s`. */
export function virtualEngine(options: {
  readonly shards?: number;
  readonly limits?: Partial<KinesisLimits>;
  readonly maxRecordSizeKiB?: number;
}) {
  const time = new VirtualTime(startMs);
  const context = engineContext({ region: "eu-west-1", accountId: "123456789012" }, time);
  const limits = { ...unmeteredControlPlane, ...options.limits };
  const engine = new KinesisEngine({ context, limits, logs: new SpilledLogs() });
  const call = (operation: string, input: object) =>
    listed(engine.call(operation, input) as Answer);
  call("CreateStream", {
    StreamName: "s",
    ShardCount: options.shards ?? 1,
    MaxRecordSizeInKiB: options.maxRecordSizeKiB,
  });
  const shard = { StreamName: "s", ShardId: "shardId-000000000000" };
  return {
    /** Moves when told; `time` runs the timers on it too. */
    clock: time.clock,
    time,
    call,
    /** Puts records of these sizes, two bytes of partition key included; one letter for each. */
    put: (...sizes: readonly number[]): string =>
      call("PutRecords", { StreamName: "s", Records: sizes.map(record) })
        .Records.map((result) => ("ErrorCode" in result ? "T" : "."))
        .join(""),
    iterator: (start: object = { ShardIteratorType: "TRIM_HORIZON" }) =>
      call("GetShardIterator", { ...shard, ...start }).ShardIterator,
    get: (iterator: string, limit?: number) =>
      call("GetRecords", { ShardIterator: iterator, Limit: limit }),
    /** The code of the error that a call ends in, with its message. */
    refusal: (operation: string, input: object): string => {
      try {
        call(operation, input);
      } catch (error) {
        if (error instanceof KinesisError) return `${error.code}: ${error.message}`;
        throw error;
      }
      return "none";
    },
  };
}

/** A record of so many bytes, of which two are its partition key. */
export function record(bytes: number): { PartitionKey: string; Data: Buffer } {
  return { PartitionKey: "pk", Data: Buffer.alloc(bytes - 2, bytes) };
}
