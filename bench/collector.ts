import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CreateStreamCommand } from "@aws-sdk/client-kinesis";
import autocannon, { type Result } from "autocannon";
import { seal } from "../src/core/envelope.ts";
import { contractViolation } from "../src/generators/contracts.ts";
import { createSchedule } from "../src/load/schedule.ts";
import { CollectorHost } from "../src/run/collector-host.ts";
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
  const host = new CollectorHost({ ...setup, startOfDayEpochMs: 0, compression: 1 });
  const url = await host.ready;
  const lines = validLines(patterns.at(-1) ?? 1);
  for (const count of patterns) {
    const body = lines.slice(0, count).join("\n");
    const ours = { server: { name: "collector" }, resource: "", rates: [] as number[] };
    const theirs = { server: nothing, resource: "", rates: [] as number[] };
    const p99: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const measured = await saturate({ url: `${url}/events`, body, seconds, stored: count });
      const limit = await saturate({ url: nothing.endpoint, body, seconds });
      if (round === 0) continue;
      ours.rates.push((measured["2xx"] / measured.duration) * count);
      theirs.rates.push((limit["2xx"] / limit.duration) * count);
      p99.push(measured.latency.p99);
    }
    const what = `one collector, closed loop of ${connections}, ${count} a request`;
    printRatio(what, "events/s", ours, theirs);
    printValue(`${what}, service time p99`, "ms", p99);
  }
  await host.leave(10_000);
  nothing.stop();
  emulator.stop();
}

interface Saturation {
  readonly url: string;
  readonly body: string;
  readonly seconds: number;
  /** Where given, each answer has to say that so many were stored. */
  readonly stored?: number;
}

async function saturate({ url, body, seconds, stored }: Saturation): Promise<Result> {
  const result = await autocannon({
    url,
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body,
    connections,
    duration: seconds,
    ...(stored !== undefined && {
      verifyBody: (answer) => String(answer).startsWith(`{"stored":${stored},`),
    }),
  });
  const { non2xx, errors, mismatches } = result;
  if (non2xx + errors + mismatches > 0) {
    throw new Error(`${url}: ${non2xx} errors, ${errors} broken off, ${mismatches} not stored`);
  }
  return result;
}

function validLines(count: number): string[] {
  const read = loadScenario(readFileSync(scenario, "utf8"), { file: scenario, overrides: [] });
  if (!("plan" in read)) throw new Error(`${scenario} has mistakes`);
  const schedule = createSchedule(read.plan);
  const lines: string[] = [];
  while (lines.length < count && schedule.peekUs() < Infinity) {
    const { kind, source: producer, stripe, sequence, intendedUs, payload } = schedule.take();
    if (kind === "malformed") continue;
    const envelope = { run: "benching", producer, stripe, sequence, intendedUs };
    const line = String(seal(envelope, payload));
    if (contractViolation(JSON.parse(line)) === undefined) lines.push(line);
  }
  return lines;
}
