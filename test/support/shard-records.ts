import type { RecordBody } from "../../src/emulator/kinesis/record-log.ts";
import { SequenceWriter } from "../../src/emulator/kinesis/sequence-number.ts";
import { ShardRecords } from "../../src/emulator/kinesis/shard-records.ts";
import { SpilledLogs } from "../../src/emulator/kinesis/spilled-logs.ts";

/** Records as a shard answers them, in the order of their arrival. */
export function shardRecords(
  bodies: readonly (RecordBody & { readonly arrivalMs: number })[],
): ShardRecords {
  const log = new SpilledLogs().log();
  for (const body of bodies) log.append(body, body.arrivalMs);
  const page = log.read(0, { records: bodies.length, bytes: Infinity });
  return new ShardRecords(page, new SequenceWriter(1_700_000_000, 3));
}

/** An output whose records, if it has some, are a list, to be looked at. */
export function listed<T>(output: T): T {
  const { Records } = (output ?? {}) as { readonly Records?: unknown };
  return Records instanceof ShardRecords ? { ...output, Records: [...Records] } : output;
}
