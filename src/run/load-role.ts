import { realClock } from "../core/clock.ts";
import { History } from "../core/history/history.ts";
import { Random } from "../core/random.ts";
import { RecentLatency } from "../core/recent.ts";
import { LoadLedger } from "../load/ledger.ts";
import { noteKeyShards } from "../load/key-shards.ts";
import { runLoad } from "../load/load-runner.ts";
import { partitionKeys } from "../load/partition-keys.ts";
import { KinesisProducer } from "../load/producer.ts";
import { createSchedule, type Part } from "../load/schedule.ts";
import type { ShardMap } from "../load/shard-map.ts";
import { writeUtilization, type ShardWrites } from "../core/shard-limits.ts";
import { shardWritesOf } from "../scenario/limits-in-force.ts";
import type { ProducerPlan } from "../scenario/plan.ts";
import type { Clients } from "../targets/clients.ts";
import { openEntry } from "./load-entry.ts";
import type { PartSnapshot, RoleBody, RoleSetup } from "./protocol.ts";

/** A part of the load: walks its schedule and drives a producer. */
export async function createLoadRole(setup: RoleSetup, clients: Clients): Promise<RoleBody> {
  const { plan, run } = setup;
  const history = new History();
  const recent = new RecentLatency();
  const halting = new AbortController();
  let startUs = 0;
  const nowUs = () => realClock.monotonicUs() - startUs;
  const { putRecords, shardMap, close } = await openEntry(setup, clients);
  const limits = shardWritesOf(plan);
  const part = setup.role.kind === "load" ? setup.role.part : whole;
  const producer = new KinesisProducer({
    plan: shareOf(plan.load.producer, part),
    run,
    putRecords,
    shardMap,
    ledger: new LoadLedger({
      history: history.load,
      recent,
      sliceUs: plan.playback.sliceMs * 1_000,
      ingestWithinUs: (plan.checks.availability?.ingestWithinMs ?? Infinity) * 1_000,
      isUntimed: plan.playback.keep === "volume",
    }),
    partitionKeys: partitionKeys(plan.load.producer.partitionKeys, plan.seed),
    random: Random.from(plan.seed, "backoff", part.index),
    nowUs,
    shardWrites: limits,
    forgetsFailures: plan.sabotage.producerForgetsFailures,
  });
  const schedule = createSchedule(plan, part, "lent");
  const seen = { history, producer, recent, shardMap, limits };
  let finished: Promise<void> = Promise.resolve();
  return {
    start(at) {
      startUs = at;
      finished = runLoad({ schedule, producer, nowUs, stop: halting.signal });
    },
    drain: () => finished,
    halt: () => halting.abort(),
    giveUp() {
      halting.abort();
      producer.giveUp();
    },
    async stop() {
      await finished;
      close();
    },
    snapshot: () => [loadSnapshot({ ...seen, instance: setup.instance, nowUs: nowUs() })],
    history() {
      noteKeyShards(history.load, shardMap);
      return history.toJSON();
    },
  };
}

const whole: Part = { index: 0, of: 1 };

/** What a part of the load may have in flight: together the parts have what the plan says. */
function shareOf(plan: ProducerPlan, { of }: Part): ProducerPlan {
  const share = (bound: number) => Math.ceil(bound / of);
  return {
    ...plan,
    callsInFlightMax: share(plan.callsInFlightMax),
    bufferRecordsMax: share(plan.bufferRecordsMax),
  };
}

function loadSnapshot(state: {
  instance: string;
  history: History;
  producer: KinesisProducer;
  recent: RecentLatency;
  shardMap: ShardMap;
  limits: ShardWrites;
  nowUs: number;
}): PartSnapshot {
  const { load } = state.history;
  const lastSecond = Math.floor(state.nowUs / 1_000_000) - 1;
  let throttled = 0;
  for (const shard of load.shards.byShard.values()) throttled += shard.throttled.total();
  const shardUtilization = state.shardMap.shardIds.map((shardId) => {
    const shard = load.shards.of(shardId);
    const taken = {
      records: shard.confirmed.at(lastSecond),
      bytes: shard.confirmedBytes.at(lastSecond),
    };
    return writeUtilization(taken, state.limits);
  });
  return {
    instance: state.instance,
    kind: "load",
    counters: {
      intended: load.offered.total(),
      confirmed: load.confirmedBySlice.total(),
      bad: load.ingest.bad.total(),
      forgotten: state.producer.forgotten,
      putOff: state.producer.putOff,
      throttled,
    },
    p99Ms: { acknowledged: state.recent.p99Ms(state.nowUs) },
    held: state.producer.held,
    shardUtilization,
  };
}
