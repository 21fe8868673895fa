import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CreateStreamCommand } from "@aws-sdk/client-kinesis";
import type { SaturatedPattern } from "../src/core/history/saturation.ts";
import { closedLoop, type ClosedLoop } from "../src/run/closed-loop.ts";
import { CollectorHost } from "../src/run/collector-host.ts";
import { bodiesOf, validEvents } from "../src/run/valid-events.ts";
import { provisionWarmUp } from "../src/run/warm-up.ts";
import type { CollectorsPlan } from "../src/scenario/entry-plan.ts";
import { loadScenario } from "../src/scenario/load.ts";
import { createClients } from "../src/targets/clients.ts";
import { startAforo, startNull } from "./processes.ts";
import { printRatio, printValue } from "./table.ts";

/** This file runs from bench/dist/bench. */
const scenario = fileURLToPath(new URL("../../../scenarios/smoke.yaml", import.meta.url));

/** As a scenario's defaults have it, but with a queue that the closed loop cannot fill. */
const plan: CollectorsPlan = {
  kind: "collectors",
  name: "collect",
  stream: "collected",
  instances: 1,
  partitionKey: ["sessionId", "deviceId", "stationId", "id"],
  lingerMs: 5,
  recordsMax: 500,
  bytesMax: 5_242_880,
  callsInFlightMax: 16,
  requestTimeoutMs: 10_000,
  bodyBytesMax: 1_048_576,
  queueRecordsMax: 100_000,
  queueBytesMax: 268_435_456,
};

const shards = 4;
const connections = 64;
const patterns = [1, 10, 100] as const;
const eventsMax = 1_000;

export interface CollectorBench {
  readonly rounds: number;
  readonly seconds: number;
}

/**
 * What one collector can take, in a closed loop: each of 64 connections sends its next request when
 * the one before it is answered. So the latencies are service times under saturation, and say
 * nothing about what clients meet at a given rate: that is what `mass-ingest` measures.
 */
export async function measureCollector({ rounds, seconds }: CollectorBench): Promise<void> {
  const emulator = await startAforo();
  const nothing = await startNull("1.1");
  const { endpoint } = emulator;
  const target = { kind: "embedded", endpoint, region: "us-east-1", nameSuffix: "" } as const;
  const clients = createClients(target);
  const StreamName = plan.stream;
  await clients.kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: shards }));
  await provisionWarmUp(target, clients);
  clients.destroy();
  const instance = "collect-1";
  const setup = { instance, plan, target, stream: StreamName };
  const day = { startOfDayEpochMs: 0, compression: 1, sliceMs: 1_000 };
  const host = new CollectorHost({ ...setup, ...day });
  const url = await host.ready;
  const lines = someEvents();
  for (const count of patterns) {
    const bodies = bodiesOf(lines, count, connections);
    const loop = { bodies, recordsPerRequest: count, connections, forMs: seconds * 1_000 };
    const ours = { server: { name: "collector" }, resource: "", rates: [] as number[] };
    const theirs = { server: nothing, resource: "", rates: [] as number[] };
    const p99: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const measured = await faultless({ ...loop, url: `${url}/events`, answers: "collector" });
      const limit = await faultless({ ...loop, url: nothing.endpoint, answers: "anything" });
      if (round === 0) continue;
      ours.rates.push((measured.events / measured.tookMs) * 1_000);
      theirs.rates.push((limit.events / limit.tookMs) * 1_000);
      p99.push(measured.serviceMs.p99);
    }
    const what = `one collector, closed loop of ${connections}, ${count} a request`;
    printRatio(what, "events/s", ours, theirs);
    printValue(`${what}, service time p99`, "ms", p99);
  }
  await host.leave(10_000);
  nothing.stop();
  emulator.stop();
}

async function faultless(loop: ClosedLoop): Promise<SaturatedPattern> {
  const result = await closedLoop(loop);
  const { notAllStored, pushedBack, otherAnswers, brokenOff } = result;
  const errors = pushedBack + otherAnswers;
  if (errors + notAllStored + brokenOff > 0) {
    throw new Error(
      `${loop.url}: ${errors} errors, ${brokenOff} broken off, ${notAllStored} not stored`,
    );
  }
  return result;
}

function someEvents(): string[] {
  const read = loadScenario(readFileSync(scenario, "utf8"), { file: scenario, overrides: [] });
  if (!("plan" in read)) throw new Error(`${scenario} has mistakes`);
  return validEvents(read.plan, eventsMax, plan.partitionKey);
}
