import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlannedStream, type Mishaps } from "../../test/support/planned-stream.ts";
import { LoadHistory } from "../core/history/load.ts";
import type { ShardSeries } from "../core/history/shards.ts";
import { Random } from "../core/random.ts";
import { RecentLatency } from "../core/recent.ts";
import type { RecordSet } from "../core/record-set.ts";
import type { ProducerPlan } from "../scenario/plan.ts";
import { LoadLedger } from "./ledger.ts";
import { partitionKeys } from "./partition-keys.ts";
import { KinesisProducer } from "./producer.ts";
import { createShardMap } from "./shard-map.ts";

const attemptsMax = 3;
const plan: ProducerPlan = {
  entry: { kind: "stream" },
  stream: "logs",
  call: "put-records",
  partitionKeys: { strategy: "by-entity" },
  lingerMs: 5,
  recordsMax: 6,
  bytesMax: 4_000,
  callsInFlightMax: 4,
  bufferRecordsMax: 150,
  requestTimeoutMs: 1_000,
  retry: { attemptsMax, delayBaseMs: 4, delayMaxMs: 20 },
};
const aggregation = { bytesMax: 900, recordsMax: 40 };
const drivers: readonly (readonly [string, Partial<ProducerPlan>])[] = [
  ["every record by itself", {}],
  ["one record a call", { call: "put-record" }],
  ["aggregates", { aggregation }],
  ["aggregates, one a call", { aggregation, call: "put-record" }],
  ["aggregates of two records", { aggregation: { ...aggregation, recordsMax: 2 } }],
  ["aggregates under a rate limit", { aggregation, rateLimitShare: 0.01 }],
  ["records that go to a hot key", { partitionKeys: { strategy: "one-hot", share: 0.5 } }],
  [
    "aggregates under keys of Zipf's law",
    { aggregation, partitionKeys: { strategy: "zipf", exponent: 1, keys: 20 } },
  ],
];

const half = 1n << 127n;
const shardMap = createShardMap([
  { shardId: "low", startingHashKey: "0", endingHashKey: String(half - 1n) },
  { shardId: "high", startingHashKey: String(half), endingHashKey: String(half * 2n - 1n) },
]);

function opened(more: Partial<ProducerPlan>, stream: PlannedStream) {
  const history = new LoadHistory();
  const changed = { ...plan, ...more };
  const producer = new KinesisProducer({
    plan: changed,
    run: "testtest",
    putRecords: stream.put,
    shardMap,
    ledger: new LoadLedger({
      history,
      recent: new RecentLatency(),
      sliceUs: 1_000_000,
      ingestWithinUs: Infinity,
    }),
    partitionKeys: partitionKeys(changed.partitionKeys, 1),
    random: Random.from("backoff"),
    nowUs: () => stream.us,
  });
  return { producer, history };
}

/** Sends so many records at uneven times, and plays on until all are settled or given up. */
async function play(
  { producer }: ReturnType<typeof opened>,
  stream: PlannedStream,
  load: { records: number; seed: number; givesUp: boolean },
): Promise<void> {
  const random = Random.from(load.seed, "load");
  for (let ordinal = 0; ordinal < load.records;) {
    for (let burst = random.below(40); burst > 0 && ordinal < load.records; burst--) {
      if (!producer.hasRoom) break;
      const text = "x".repeat(random.below(random.chance(0.02) ? 2_000 : 60));
      const place = { source: 0, stripe: 0, sequence: ordinal, ordinal, intendedUs: stream.us };
      const partitionKey = `k${random.below(12)}`;
      const kind = random.chance(0.1) ? "malformed" : "unique";
      const record = { ...place, partitionKey, payload: Buffer.from(text), kind } as const;
      producer.accept(record, stream.us);
      ordinal++;
    }
    producer.pump();
    await stream.advance(random.below(3_000));
  }
  if (load.givesUp) producer.giveUp();
  for (let turn = 0; turn < 20_000 && producer.held > 0; turn++) {
    producer.pump();
    await stream.advance(1_000);
  }
}

const mishaps: fc.Arbitrary<Mishaps> = fc.record({
  throttled: fc.constantFrom(0, 0.1, 0.4),
  failed: fc.constantFrom(0, 0.1),
  unknownStored: fc.constantFrom(0, 0.1),
  unknownLost: fc.constantFrom(0, 0.1),
  delayUsMax: fc.constantFrom(0, 2_000, 20_000),
});
const runs = fc.record({ mishaps, seed: fc.nat(), givesUp: fc.boolean() });

const ordinals = (set: RecordSet) => [...set].map(({ ordinal }) => ordinal);
const series = (history: LoadHistory, key: keyof Omit<ShardSeries, "merge" | "attempted">) =>
  [...history.shards.byShard.values()].reduce((sum, shard) => sum + shard[key].total(), 0);

/** What the history has to say, by what the stream knows. */
function expected(stream: PlannedStream, all: readonly number[]) {
  const attemptsOf = (ordinal: number) => stream.truth.get(ordinal)?.attempts ?? [];
  const which = (holds: (attempts: readonly string[]) => boolean) =>
    all.filter((ordinal) => holds(attemptsOf(ordinal)));
  const total = (kind: string) =>
    all.reduce((sum, one) => sum + attemptsOf(one).filter((other) => other === kind).length, 0);
  const isConfirmed = (attempts: readonly string[]) => attempts.at(-1) === "confirmed";
  const isSpent = (attempts: readonly string[]) => attempts.length === attemptsMax;
  return {
    confirmed: which(isConfirmed),
    abandoned: which((attempts) => isSpent(attempts) && !isConfirmed(attempts)),
    unresolved: which((attempts) => !isSpent(attempts) && !isConfirmed(attempts)),
    retried: which((attempts) => attempts.length > 1),
    ambiguous: which((attempts) => attempts.slice(0, -1).includes("unknown")),
    attempts: {
      confirmed: total("confirmed"),
      throttled: total("throttled"),
      failed: total("failed"),
      unknown: total("unknown"),
      retried: all.reduce((sum, one) => sum + Math.max(0, attemptsOf(one).length - 1), 0),
    },
    kinesisRecords: stream.kinesisRecords,
    confirmedBytes: stream.confirmedBytes,
    confirmedUserRecords: total("confirmed"),
    calls: stream.calls,
  };
}

function told(history: LoadHistory, malformed: RecordSet) {
  const { calls } = history;
  const isBad = (set: RecordSet) => ordinals(set).filter((one) => !malformed.has(0, one)).length;
  expect(history.ingest.bad.total()).toBe(isBad(history.abandoned) + isBad(history.unresolved));
  expect(history.ingest.good.total()).toBe(isBad(history.confirmed));
  return {
    confirmed: ordinals(history.confirmed),
    abandoned: ordinals(history.abandoned),
    unresolved: ordinals(history.unresolved),
    retried: ordinals(history.retried),
    ambiguous: ordinals(history.ambiguous),
    attempts: { ...history.attempts },
    kinesisRecords: {
      confirmed: series(history, "confirmed"),
      throttled: series(history, "throttled"),
      failed: series(history, "failed"),
      unknown: series(history, "unknown"),
    },
    confirmedBytes: series(history, "confirmedBytes"),
    confirmedUserRecords: series(history, "confirmedUserRecords"),
    calls: calls.ok + calls.partial + calls.failed + calls.unknown,
  };
}

describe.each(drivers)("the account of %s", (_, more) => {
  it("is what the stream knows, whatever goes wrong, and each record has one end", async () => {
    await fc.assert(
      fc.asyncProperty(runs, async ({ mishaps: planned, seed, givesUp }) => {
        const records = 200;
        const stream = new PlannedStream(planned, seed);
        const test = opened(more, stream);
        await play(test, stream, { records, seed, givesUp });
        const { history } = test;
        const all = Array.from({ length: records }, (__, ordinal) => ordinal);
        expect(ordinals(history.intended)).toEqual(all);
        expect(told(history, history.malformed)).toEqual(expected(stream, all));
        expect(stream.overlaps).toEqual([]);
        if (more.call === "put-record") expect(stream.entriesMax).toBe(1);
        expect(LoadHistory.fromJSON(history.toJSON()).toJSON()).toEqual(history.toJSON());
      }),
      { numRuns: 12 },
    );
  });

  it("explains by a retry whatever is out of order within a key", async () => {
    await fc.assert(
      fc.asyncProperty(runs, async ({ mishaps: planned, seed }) => {
        const stream = new PlannedStream(planned, seed);
        const test = opened(more, stream);
        await play(test, stream, { records: 200, seed, givesUp: false });
        for (const stored of stream.order.values()) {
          const once = stored.filter((ordinal) => !test.history.retried.has(0, ordinal));
          expect(once).toEqual(once.toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 8 },
    );
  });
});
