import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LoadHistory } from "../../src/core/history/load.ts";
import { Random } from "../../src/core/random.ts";
import { RecentLatency } from "../../src/core/recent.ts";
import { turn } from "../../src/core/timers.ts";
import { LoadLedger } from "../../src/load/ledger.ts";
import { partitionKeys } from "../../src/load/partition-keys.ts";
import { KinesisProducer } from "../../src/load/producer.ts";
import { sdkPutRecords } from "../../src/load/put-records.ts";
import { createSchedule } from "../../src/load/schedule.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import type { Plan } from "../../src/scenario/plan.ts";
import { createClients } from "../../src/targets/clients.ts";
import { evenShards } from "../even-shards.ts";
import type { Job, Outcome } from "../job.ts";

/** This file runs from bench/dist/bench/jobs. */
const scenario = fileURLToPath(new URL("../../../../scenarios/full-day.yaml", import.meta.url));
const shards = 6;
/** Records between two looks at the clock. */
const burst = 500;

/**
 * Sends records of `full-day` as fast as one thread can: generated, sealed, packed, put by the SDK
 * and settled. What `run/load-role.ts` does, without its thread.
 */
export async function sendDay({ endpoint, resource, ms }: Job): Promise<Outcome> {
  const plan = planOf();
  const clients = createClients({ kind: "embedded", endpoint, region: "x", nameSuffix: "" });
  const history = new LoadHistory();
  const nowUs = () => performance.now() * 1_000;
  const producer = new KinesisProducer({
    plan: plan.load.producer,
    run: "bench000",
    putRecords: sdkPutRecords(clients.kinesis, resource),
    shardMap: evenShards(shards),
    ledger: new LoadLedger({
      history,
      recent: new RecentLatency(),
      sliceUs: plan.playback.sliceMs * 1_000,
      ingestWithinUs: Infinity,
      isUntimed: true,
    }),
    partitionKeys: partitionKeys(plan.load.producer.partitionKeys, plan.seed),
    random: Random.from("bench", "backoff"),
    nowUs,
  });
  const schedule = createSchedule(plan, undefined, "lent");
  const beganUs = nowUs();
  while (nowUs() - beganUs < ms * 1_000) {
    for (let left = burst; left > 0 && producer.hasRoom; left--) {
      producer.accept(schedule.take(), nowUs());
    }
    producer.pump();
    await turn();
  }
  const rate = (history.confirmed.count() / (nowUs() - beganUs)) * 1e6;
  producer.giveUp();
  await producer.settled();
  clients.destroy();
  return { rate };
}

function planOf(): Plan {
  const loaded = loadScenario(readFileSync(scenario, "utf8"), { file: scenario, overrides: [] });
  if ("plan" in loaded) return loaded.plan;
  throw new Error("full-day has mistakes");
}
