import { realClock } from "../core/clock.ts";
import { History } from "../core/history/history.ts";
import { Random } from "../core/random.ts";
import { RecentLatency } from "../core/recent.ts";
import { LoadLedger } from "../load/ledger.ts";
import { runLoad } from "../load/load-runner.ts";
import { KinesisProducer } from "../load/producer.ts";
import { sdkPutRecords } from "../load/put-records.ts";
import { createSchedule } from "../load/schedule.ts";
import { createShardMap, type ShardMap } from "../load/shard-map.ts";
import { writeUtilization } from "../core/shard-limits.ts";
import { listShards } from "../pipeline/list-shards.ts";
import type { Clients } from "../targets/clients.ts";
import type { PartSnapshot, RoleBody, RoleSetup } from "./protocol.ts";

/** The load: walks the schedule and drives the producer. */
export async function createLoadRole(setup: RoleSetup, clients: Clients): Promise<RoleBody> {
  const { plan, run } = setup;
  const history = new History();
  const recent = new RecentLatency();
  const halting = new AbortController();
  let startUs = 0;
  const nowUs = () => realClock.monotonicUs() - startUs;
  const stream = setup.made.streams[plan.load.producer.stream] as string;
  const shardMap = await readShardMap(clients, stream);
  const producer = new KinesisProducer({
    plan: plan.load.producer,
    putRecords: sdkPutRecords(clients.kinesis, stream),
    shardMap,
    ledger: new LoadLedger({
      history: history.load,
      recent,
      sliceUs: plan.playback.sliceMs * 1_000,
      ingestWithinUs: (plan.checks.availability?.ingestWithinMs ?? Infinity) * 1_000,
    }),
    random: Random.from(plan.seed, "backoff"),
    nowUs,
    forgetsFailures: plan.sabotage.producerForgetsFailures,
  });
  const schedule = createSchedule(plan);
  let finished: Promise<void> = Promise.resolve();
  return {
    start(at) {
      startUs = at;
      finished = runLoad({ schedule, producer, run, nowUs, stop: halting.signal });
    },
    drain: () => finished,
    halt: () => halting.abort(),
    giveUp() {
      halting.abort();
      producer.giveUp();
    },
    stop: () => finished,
    snapshot: () => [loadSnapshot({ history, producer, recent, shardMap, nowUs: nowUs() })],
    history: () => history.toJSON(),
  };
}

async function readShardMap({ kinesis }: Clients, stream: string): Promise<ShardMap> {
  const shards = await listShards(kinesis, stream);
  return createShardMap(
    shards.map((shard) => ({
      shardId: shard.ShardId as string,
      startingHashKey: shard.HashKeyRange?.StartingHashKey as string,
      endingHashKey: shard.HashKeyRange?.EndingHashKey as string,
    })),
  );
}

function loadSnapshot(state: {
  history: History;
  producer: KinesisProducer;
  recent: RecentLatency;
  shardMap: ShardMap;
  nowUs: number;
}): PartSnapshot {
  const { load } = state.history;
  const lastSecond = Math.floor(state.nowUs / 1_000_000) - 1;
  let throttled = 0;
  const shardUtilization = state.shardMap.shardIds.map((shardId) => {
    const shard = load.shards.of(shardId);
    throttled += shard.throttled.total();
    return writeUtilization({
      records: shard.confirmed.at(lastSecond),
      bytes: shard.confirmedBytes.at(lastSecond),
    });
  });
  return {
    instance: "load",
    kind: "load",
    counters: {
      intended: load.offered.total(),
      confirmed: load.confirmedBySlice.total(),
      bad: load.ingest.bad.total(),
      forgotten: state.producer.forgotten,
      throttled,
    },
    p99Ms: { acknowledged: state.recent.p99Ms(state.nowUs) },
    held: state.producer.held,
    shardUtilization,
  };
}
