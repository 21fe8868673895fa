import { errorOf, type FaultError } from "../faults/answer-call.ts";
import type { FaultSource } from "../faults/faults.ts";
import type { Shard } from "./shard.ts";

/** The records of one PutRecords call, by their index in it. */
export interface RecordPuts<R> {
  readonly count: number;
  readonly streamName: string;
  readonly shardOf: (index: number) => Shard;
  readonly put: (index: number, shard: Shard) => R;
  /** What a struck record is told in place of being stored. */
  readonly refuse: (error: FaultError, shard: Shard) => R;
}

/**
 * Puts the records of one call as the faults let it, and answers the results in the order of the
 * records. Those that `aforo:reorder` strikes are stored behind all later ones of the call, the
 * last of them first: PutRecords promises no order (PutRecords API reference).
 */
export function putAll<R>(puts: RecordPuts<R>, faults: FaultSource): readonly R[] {
  const { count, streamName, shardOf, put, refuse } = puts;
  const site = { service: "kinesis", operation: "PutRecords", resource: streamName } as const;
  const results: R[] = [];
  if (!faults.threatens("record", site)) {
    for (let i = 0; i < count; i++) results.push(put(i, shardOf(i)));
    return results;
  }
  const late: { readonly index: number; readonly shard: Shard }[] = [];
  for (let index = 0; index < count; index++) {
    const shard = shardOf(index);
    const struck = faults.strike("record", { ...site, shardId: shard.id });
    const error = errorOf(struck);
    if (error) results[index] = refuse(error, shard);
    else if (struck.length > 0) late.push({ index, shard });
    else results[index] = put(index, shard);
  }
  for (const { index, shard } of late.reverse()) results[index] = put(index, shard);
  return results;
}
