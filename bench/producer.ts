import { LoadHistory } from "../src/core/history/load.ts";
import { Random } from "../src/core/random.ts";
import { RecentLatency } from "../src/core/recent.ts";
import type { GeneratedRecord } from "../src/generators/stripe.ts";
import { LoadLedger } from "../src/load/ledger.ts";
import { partitionKeys } from "../src/load/partition-keys.ts";
import { KinesisProducer } from "../src/load/producer.ts";
import type { PutOutcome } from "../src/load/put-records.ts";
import type { AggregationPlan } from "../src/scenario/driver-plan.ts";
import { evenShards } from "./even-shards.ts";

const shards = 8;
/** As of a day's sessions at once, in the proportion of the records that are made here. */
const keys = 5_000;
const stripes = 64;
/** The median record of the clickstream, without its envelope. */
const payloadBytes = 191;
const bufferRecordsMax = 50_000;
/** Made before the clock starts, and sent over and over. */
const recordsMade = 200_000;
const usPerRecord = 5;

/**
 * Records a second from `accept` to the settled ledger, sealed and accounted for, with calls that
 * are answered at once.
 */
export async function producerRate(
  records: number,
  aggregation?: AggregationPlan,
): Promise<number> {
  const made = generated();
  // The clock goes with the records: what is measured is the producer, not the reading of clocks.
  let us = 0;
  const nowUs = () => us;
  const producer = benched(nowUs, aggregation);
  const beganMs = performance.now();
  for (let sent = 0; sent < records; sent++) {
    us += usPerRecord;
    producer.accept(made[sent % made.length] as GeneratedRecord, us);
    if (sent % 500 < 499) continue;
    do {
      producer.pump();
      await Promise.resolve();
    } while (!producer.hasRoom);
  }
  while (producer.held > 0) {
    us += 1_000;
    producer.pump();
    await new Promise((done) => setImmediate(done));
  }
  return (records / (performance.now() - beganMs)) * 1_000;
}

function benched(nowUs: () => number, aggregation?: AggregationPlan): KinesisProducer {
  const seconds = 1_000_000;
  return new KinesisProducer({
    plan: {
      entry: { kind: "stream" },
      stream: "bench",
      call: "put-records",
      partitionKeys: { strategy: "by-entity" },
      lingerMs: 50,
      recordsMax: 500,
      bytesMax: 5_242_880,
      callsInFlightMax: 16,
      bufferRecordsMax,
      requestTimeoutMs: 5_000,
      retry: { attemptsMax: 8, delayBaseMs: 50, delayMaxMs: 2_000 },
      ...(aggregation && { aggregation }),
    },
    run: "bench000",
    putRecords: async (entries) => entries.map((): PutOutcome => confirmed),
    shardMap: evenShards(shards),
    ledger: new LoadLedger({
      history: new LoadHistory(),
      recent: new RecentLatency(),
      sliceUs: seconds,
      ingestWithinUs: 5 * seconds,
    }),
    partitionKeys: partitionKeys({ strategy: "by-entity" }, 1),
    random: Random.from("bench", "backoff"),
    nowUs,
  });
}

const confirmed: PutOutcome = { kind: "confirmed", shardId: "shardId-000000000000" };

/** The same in every run. */
function generated(): GeneratedRecord[] {
  const random = Random.from("bench", "producer");
  const payload = Buffer.from(Array.from({ length: payloadBytes }, () => 32 + random.below(90)));
  const names = Array.from(
    { length: keys },
    () => `session-${random.uint32().toString(16).padStart(8, "0")}`,
  );
  return Array.from({ length: recordsMade }, (_, ordinal) => ({
    source: 0,
    stripe: ordinal % stripes,
    sequence: Math.floor(ordinal / stripes),
    ordinal,
    intendedUs: ordinal * usPerRecord,
    partitionKey: random.pick(names),
    payload: Buffer.from(payload),
    kind: "unique",
  }));
}
