import { describe, expect, it } from "vitest";
import { LoadHistory } from "../core/history/load.ts";
import { Random } from "../core/random.ts";
import { RecentLatency } from "../core/recent.ts";
import type { GeneratedRecord } from "../generators/stripe.ts";
import type { ProducerPlan } from "../scenario/plan.ts";
import { LoadLedger } from "./ledger.ts";
import { partitionKeys } from "./partition-keys.ts";
import { KinesisProducer } from "./producer.ts";
import type { PutOutcome, PutRecords } from "./put-records.ts";
import { createShardMap } from "./shard-map.ts";

const plan: ProducerPlan = {
  entry: { kind: "stream" },
  stream: "logs",
  call: "put-records",
  partitionKeys: { strategy: "by-entity" },
  lingerMs: 10,
  recordsMax: 4,
  bytesMax: 10_000,
  callsInFlightMax: 2,
  bufferRecordsMax: 10,
  requestTimeoutMs: 1_000,
  retry: { attemptsMax: 3, delayBaseMs: 10, delayMaxMs: 40 },
};
const confirmed: PutOutcome = { kind: "confirmed", shardId: "shard" };
const throttled: PutOutcome = { kind: "throttled", reason: "rate" };
const unknown: PutOutcome = { kind: "unknown", reason: "TimeoutError" };
const failed: PutOutcome = { kind: "failed", reason: "InternalFailure" };

/**
 * A producer on a clock of its own, against a service that answers by plan: call, record → outcome.
 */
function bench(answer: (call: number, key: string) => PutOutcome, more: object = {}) {
  const history = new LoadHistory();
  const state = { us: 0, calls: [] as number[] };
  const putRecords: PutRecords = async (entries) => {
    state.calls.push(entries.length);
    return entries.map((entry) => answer(state.calls.length, entry.partitionKey));
  };
  const producer = new KinesisProducer({
    plan,
    putRecords,
    shardMap: createShardMap([
      { shardId: "shard", startingHashKey: "0", endingHashKey: String((1n << 128n) - 1n) },
    ]),
    ledger: new LoadLedger({
      history,
      recent: new RecentLatency(),
      sliceUs: 1_000_000,
      ingestWithinUs: 1_000_000,
    }),
    run: "testtest",
    partitionKeys: partitionKeys(plan.partitionKeys, 1),
    random: Random.from("test"),
    nowUs: () => state.us,
    ...more,
  });
  return { producer, history, state };
}

function record(ordinal: number): GeneratedRecord {
  const payload = Buffer.from(`"eventId":"${ordinal}"}`);
  const place = { source: 0, stripe: 0, sequence: ordinal, ordinal, intendedUs: 0 };
  return { ...place, partitionKey: `k${ordinal}`, payload, kind: "unique" };
}

function accept(producer: KinesisProducer, records: number): void {
  for (let ordinal = 0; ordinal < records; ordinal++) producer.accept(record(ordinal), 0);
}

/** Moves the clock on and lets answers arrive, until nothing is held. */
async function settle({ producer, state }: ReturnType<typeof bench>, turns = 200): Promise<void> {
  for (let turn = 0; turn < turns && producer.held > 0; turn++) {
    producer.pump();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    state.us += 5_000;
  }
}

function attempts(history: LoadHistory) {
  const shard = history.shards.of("shard");
  return {
    confirmed: shard.confirmed.total(),
    throttled: shard.throttled.total(),
    failed: shard.failed.total(),
    unknown: shard.unknown.total(),
    retried: shard.retried.total(),
  };
}

describe("KinesisProducer", () => {
  it("fills calls to the limit, and lets the rest go when its linger time is over", async () => {
    const test = bench(() => confirmed);
    accept(test.producer, 6);
    test.producer.pump();
    expect(test.state.calls).toEqual([4]);
    test.state.us = 10_000;
    test.producer.pump();
    expect(test.state.calls).toEqual([4, 2]);
    await settle(test);
    expect(test.history.confirmed.count()).toBe(6);
  });

  it("never has more calls in flight than it may", () => {
    const test = bench(() => confirmed);
    accept(test.producer, 10);
    test.state.us = 20_000;
    test.producer.pump();
    expect(test.state.calls).toEqual([4, 4]);
  });

  it("does not send a record while an earlier one of its key is in a call", async () => {
    const test = bench(() => confirmed);
    for (const ordinal of [0, 1]) {
      test.producer.accept({ ...record(ordinal), partitionKey: "same" }, test.state.us);
      test.state.us += 10_000;
      test.producer.pump();
    }
    expect(test.state.calls).toEqual([1]);
    await settle(test);
    expect(test.state.calls).toEqual([1, 1]);
    expect(test.history.confirmed.count()).toBe(2);
  });

  it("says that it has no room when its buffer is full", async () => {
    const test = bench(() => confirmed);
    accept(test.producer, 10);
    expect(test.producer.hasRoom).toBe(false);
    await settle(test);
    expect(test.producer.hasRoom).toBe(true);
  });

  it.each([
    {
      name: "a throttled record is tried again and confirmed",
      answer: (call: number, key: string) => (key === "k1" && call === 1 ? throttled : confirmed),
      attempts: { confirmed: 4, throttled: 1, failed: 0, unknown: 0, retried: 1 },
      settled: { confirmed: 4, abandoned: 0, retried: 1, ambiguous: 0 },
    },
    {
      name: "a failed one as well",
      answer: (call: number, key: string) => (key === "k2" && call === 1 ? failed : confirmed),
      attempts: { confirmed: 4, throttled: 0, failed: 1, unknown: 0, retried: 1 },
      settled: { confirmed: 4, abandoned: 0, retried: 1, ambiguous: 0 },
    },
    {
      name: "a call that timed out leaves its records ambiguous",
      answer: (call: number) => (call === 1 ? unknown : confirmed),
      attempts: { confirmed: 4, throttled: 0, failed: 0, unknown: 4, retried: 4 },
      settled: { confirmed: 4, abandoned: 0, retried: 4, ambiguous: 4 },
    },
    {
      name: "after the last attempt a record is abandoned, not forgotten",
      answer: (_: number, key: string) => (key === "k3" ? throttled : confirmed),
      attempts: { confirmed: 3, throttled: 3, failed: 0, unknown: 0, retried: 2 },
      settled: { confirmed: 3, abandoned: 1, retried: 1, ambiguous: 0 },
    },
  ])("$name", async ({ answer, attempts: expected, settled }) => {
    const test = bench(answer);
    accept(test.producer, 4);
    await settle(test);
    const { history } = test;
    expect(attempts(history)).toEqual(expected);
    expect({
      confirmed: history.confirmed.count(),
      abandoned: history.abandoned.count(),
      retried: history.retried.count(),
      ambiguous: history.ambiguous.count(),
    }).toEqual(settled);
    expect(history.ingest.bad.total()).toBe(settled.abandoned);
  });

  it("does not wait for its linger with a full buffer and no call under way", async () => {
    const test = bench(() => confirmed, { plan: { ...plan, recordsMax: 500, lingerMs: 1_000 } });
    accept(test.producer, 10);
    test.producer.pump();
    expect(test.state.calls).toEqual([10]);
  });

  it("holds back what is beyond its share of a shard's limit, and says for how long", async () => {
    const unhurried = { ...plan, bufferRecordsMax: 10_000, recordsMax: 500, rateLimitShare: 1 };
    const test = bench(() => confirmed, { plan: unhurried });
    accept(test.producer, 1_500);
    await settle(test, 1_000);
    expect(test.history.confirmed.count()).toBe(1_500);
    const second = 1_000_000;
    expect(test.history.shards.of("shard").confirmed.at(0)).toBeGreaterThan(1_000);
    expect(test.state.us).toBeGreaterThan(second / 2);
    expect(test.history.waitedForRate.count).toBe(500);
    expect(test.history.waitedForRate.maxMs()).toBeGreaterThanOrEqual(500);
  });

  it("gives up what its rate limit and its open aggregates hold", () => {
    const aggregation = { bytesMax: 2_000_000, recordsMax: 100_000 };
    for (const more of [{ aggregation }, { rateLimitShare: 1 }]) {
      const test = bench(() => confirmed, { plan: { ...plan, ...more } });
      accept(test.producer, 2_000);
      test.producer.giveUp();
      expect(test.producer.held).toBe(0);
      expect(test.history.unresolved.count()).toBe(2_000);
    }
  });

  it.each([
    [5_000, 1],
    [undefined, 0],
  ])("tries again no sooner than after the %s ms that were asked for", async (...row) => {
    const [retryAfterMs, putOff] = row;
    const turnedAway = { ...failed, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    const setUp = bench((call) => (call === 1 ? turnedAway : confirmed));
    accept(setUp.producer, 1);
    await settle(setUp, 5);
    const { state, producer } = setUp;
    const answeredUs = state.us;
    expect(producer.putOff).toBe(putOff);
    if (retryAfterMs !== undefined) {
      await settle(setUp, 900);
      expect(state.calls).toHaveLength(1);
      expect(producer.nextDueUs()).toBeGreaterThan(answeredUs);
    }
    await settle(setUp, 300);
    expect([state.calls.length, producer.held]).toEqual([2, 0]);
  });

  it("leaves what waits for a retry unresolved when it has to give up", async () => {
    const test = bench(() => throttled);
    accept(test.producer, 4);
    test.producer.pump();
    await Promise.resolve();
    test.producer.giveUp();
    await settle(test);
    const { history } = test;
    expect(history.unresolved.count() + history.abandoned.count()).toBe(4);
    expect(history.ingest.bad.total()).toBe(4);
  });

  it("takes failures for confirmed when it is sabotaged to, and counts them", async () => {
    const forgets = { forgetsFailures: true };
    const test = bench((_, key) => (key === "k0" ? throttled : confirmed), forgets);
    accept(test.producer, 4);
    await settle(test);
    expect(test.producer.forgotten).toBe(1);
    expect(test.history.confirmed.count()).toBe(4);
    expect(attempts(test.history)).toMatchObject({ confirmed: 3, throttled: 1 });
  });
});
