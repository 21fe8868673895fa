import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { realClock } from "../../src/core/clock.ts";
import { LoadHistory } from "../../src/core/history/load.ts";
import { Random } from "../../src/core/random.ts";
import { RecentLatency } from "../../src/core/recent.ts";
import { LoadLedger } from "../../src/load/ledger.ts";
import { runLoad } from "../../src/load/load-runner.ts";
import { partitionKeys } from "../../src/load/partition-keys.ts";
import { KinesisProducer } from "../../src/load/producer.ts";
import { sdkPutRecords } from "../../src/load/put-records.ts";
import { createSchedule } from "../../src/load/schedule.ts";
import { createShardMap } from "../../src/load/shard-map.ts";
import { createClients } from "../../src/targets/clients.ts";
import { shippedPlan, testRun } from "../support/shipped-plan.ts";
import { StallingStream } from "../support/stalling-stream.ts";

const stallMs = [2_500, 4_500] as const;
const plan = shippedPlan("smoke", {
  "playback.span": "8s",
  "playback.playedIn": "8s",
  "load.volume": "250/s",
  "load.planted.natural": "0%",
  "load.planted.synthetic": "0%",
  "load.producer.linger": "10ms",
  "load.producer.callsInFlight": "200",
  "load.producer.requestTimeout": "30s",
});
const stream = new StallingStream(testRun, { delayMs: [30, 130], stallMs });
const history = new LoadHistory();

/** Plays the plan's load, on its schedule, against the stream. */
async function playLoad(): Promise<void> {
  const { endpoint } = stream;
  const clients = createClients({ kind: "embedded", endpoint, region: "x", nameSuffix: "" });
  const putRecords = sdkPutRecords(clients.kinesis, "s");
  // What has not run yet is slow: that is not what is measured here.
  const warm = { data: Buffer.alloc(300), partitionKey: "k" };
  for (let i = 0; i < 20; i++) await putRecords([warm], { timeoutMs: 5_000 });
  stream.serviceUs.length = 0;
  stream.startUs = realClock.monotonicUs();
  const nowUs = () => realClock.monotonicUs() - stream.startUs;
  const { producer: driver } = plan.load;
  const shard = { shardId: "shardId-000000000000", startingHashKey: "0", endingHashKey: "9" };
  const producer = new KinesisProducer({
    plan: driver,
    run: testRun,
    putRecords,
    shardMap: createShardMap([shard]),
    ledger: new LoadLedger({
      history,
      recent: new RecentLatency(),
      sliceUs: 1e9,
      ingestWithinUs: Infinity,
    }),
    partitionKeys: partitionKeys(driver.partitionKeys, plan.seed),
    random: Random.from("backoff"),
    nowUs,
  });
  const { signal: stop } = new AbortController();
  await runLoad({ schedule: createSchedule(plan), producer, nowUs, stop });
  clients.destroy();
}

beforeAll(async () => {
  await stream.listen();
  await playLoad();
}, 60_000);
afterAll(() => stream.close());

/** In milliseconds, as the histogram counts: the sample that so many per cent stay within. */
function percentileMs(samplesUs: readonly number[], percentile: number): number {
  const sorted = samplesUs.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percentile / 100) * sorted.length));
  return (sorted[rank - 1] as number) / 1_000;
}

describe("against a stream of known delays that stands still for two seconds", () => {
  it("every record is confirmed, once", () => {
    expect(history.confirmed.count()).toBe(plan.load.records);
    expect(stream.latenciesUs).toHaveLength(plan.load.records);
    expect(history.calls).toMatchObject({ partial: 0, failed: 0, unknown: 0 });
  });

  it.each([50, 75, 90, 99, 99.9])("p%d is the truth, within 2 % or 1 ms", (percentile) => {
    const truth = percentileMs(stream.latenciesUs, percentile);
    const reported = history.acknowledged.latency.percentileMs(percentile);
    expect(Math.abs(reported - truth)).toBeLessThanOrEqual(Math.max(1, 0.02 * truth));
  });

  it("says what a measurement that waits for its answers would have hidden", () => {
    // A client that sends one call after another meets the stall once, whatever it cost meanwhile.
    const [from, to] = stallMs;
    const stalled = (us: number) => us >= ((to - from) / 2) * 1_000;
    const calls = stream.serviceUs.filter((us) => !stalled(us));
    const closedLoop = [...calls, (to - from) * 1_000];
    expect(percentileMs(closedLoop, 99)).toBeLessThan(150);
    // A quarter of the records were meant to be sent while it lasted, or soon before.
    expect(history.acknowledged.latency.percentileMs(90)).toBeGreaterThan(1_000);
    expect(history.acknowledged.latency.percentileMs(99)).toBeGreaterThan(1_800);
  });
});
