import { kinesisLimitTable } from "./kinesis.ts";
import { s3LimitTable } from "./s3.ts";
import type { ChangedLimits } from "./schema.ts";
import { sqsLimitTable } from "./sqs.ts";

/**
 * What a second of the data plane allows, and the burst that refills at such a rate. The debt of a
 * read of 10 MiB stays: paid off at a scaled rate, its five seconds shrink as all seconds do.
 */
const ofASecond = {
  kinesis: [
    "writeBytesPerSecondPerShard",
    "writeRecordsPerSecondPerShard",
    "writeBurstBytesPerShard",
    "getRecordsPerSecondPerShard",
    "readBytesPerSecondPerShard",
    "fanOutBytesPerSecond",
  ],
  sqs: ["fifoCallsPerSecond", "fifoHighThroughputCallsPerSecond"],
  s3: ["writesPerSecondPerPrefix", "readsPerSecondPerPrefix"],
} as const;

/**
 * The limits for a day of which every record is sent: a second of the wire holds `factor` seconds
 * of the day, so it allows as many times as much. A limit that was changed is scaled as changed.
 * What belongs to the wire stays: iterators, sizes of calls, time-outs.
 */
export function scaledLimits(changed: ChangedLimits, factor: number): ChangedLimits {
  const scaled = <Name extends string>(
    names: readonly Name[],
    table: Readonly<Record<Name, { readonly value: number }>>,
    values: Readonly<Partial<Record<Name, number>>> | undefined,
  ) =>
    Object.fromEntries(names.map((name) => [name, (values?.[name] ?? table[name].value) * factor]));
  const { kinesis, sqs, s3 } = changed;
  return {
    kinesis: { ...kinesis, ...scaled(ofASecond.kinesis, kinesisLimitTable, kinesis) },
    sqs: { ...sqs, ...scaled(ofASecond.sqs, sqsLimitTable, sqs) },
    s3: { ...s3, ...scaled(ofASecond.s3, s3LimitTable, s3) },
  };
}
