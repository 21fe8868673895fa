import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Random } from "../../src/core/random.ts";
import { startEmulator, type Emulator } from "../../src/emulator/server.ts";
import { unmeteredControlPlane } from "../support/unmetered-control-plane.ts";
import { exchange, exchangeBytes } from "./exchange-bytes.ts";
import type { FuzzCase } from "./fuzz-case.ts";
import { generateCase } from "./generate.ts";
import { bytesFault, faultOf } from "./verdict.ts";
import { createWorld, names, type World } from "./world.ts";

export interface CampaignOptions {
  readonly seed: number;
  readonly cases: number;
  /** Of the first case: a failure is repeated by itself from here. */
  readonly first?: number;
  readonly onBatch?: (done: number) => void;
}

export interface CampaignResult {
  /** By the label's first words. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
  /** What the process holds after a collection: before the first batch's end, and at the end. */
  readonly heldBytes: readonly [afterFirst: number, atEnd: number];
}

/** So many failures tell enough. */
const failuresMax = 20;
const batchCases = 300;
const concurrency = 16;

/**
 * Sends seeded cases to an emulator of its own, in batches that each begin anew. Its time runs
 * fast, so that what waits (long polls, streams of events) comes to an end.
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const { seed, cases, first = 0, onBatch } = options;
  const emulator = await startEmulator({
    limits: { kinesis: unmeteredControlPlane },
    // What is dead is found out in time for a case.
    patience: { silenceMs: 500 },
    resources: {
      streams: [{ name: names.stream, shards: 2, consumers: [names.consumer] }],
      queues: [
        { name: names.queue, attributes: {} },
        { name: names.fifo, attributes: { ContentBasedDeduplication: "true" } },
      ],
      buckets: [{ name: names.bucket, versioning: false, notify: [] }],
    },
  });
  const hurry = setInterval(() => void emulator.advance(2_000), 20);
  const failures: string[] = [];
  const statuses: Record<string, number> = {};
  let afterFirst = 0;
  try {
    for (let from = first; from < first + cases; from += batchCases) {
      if (failures.length >= failuresMax) break;
      const to = Math.min(from + batchCases, first + cases);
      const batch = { emulator, seed, from, to, failures, statuses };
      await runBatch(batch);
      await emulator.reset();
      if (afterFirst === 0) afterFirst = heldBytes();
      onBatch?.(to - first);
    }
    return { statuses, failures, heldBytes: [afterFirst, heldBytes()] };
  } finally {
    clearInterval(hurry);
    await emulator.stop();
  }
}

interface Batch {
  readonly emulator: Emulator;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  readonly failures: string[];
  readonly statuses: Record<string, number>;
}

async function runBatch(batch: Batch): Promise<void> {
  const { emulator, seed, from, to, failures, statuses } = batch;
  const world = await createWorld(emulator.endpoint);
  let next = from;
  const work = async () => {
    while (next < to && failures.length < failuresMax) {
      const index = next++;
      const given = generateCase({ random: Random.from("fuzz", seed, index), world });
      const { fault, status } = await judge(given, world);
      const kind = `${given.kind === "bytes" ? "bytes" : given.label.split(" ")[0]} ${status}`;
      statuses[kind] = (statuses[kind] ?? 0) + 1;
      if (fault !== undefined) failures.push(describe(given, { seed, index, fault }));
      if (index % 50 === 0) await checkLife(batch, index);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  await checkLife(batch, to);
}

interface Judged {
  readonly fault: string | undefined;
  readonly status: number | "closed";
}

async function judge(given: FuzzCase, { endpoint }: World): Promise<Judged> {
  if (given.kind === "bytes") {
    const heard = await exchangeBytes(endpoint, given);
    if (heard.kind === "hung") return { fault: "the connection stays open", status: "closed" };
    return { fault: bytesFault(heard.bytes), status: "closed" };
  }
  const answer = await exchange(endpoint, given.request);
  if (answer === "hung") return { fault: "no answer", status: "closed" };
  if (answer === "closed") return { fault: "closed without an answer", status: "closed" };
  return { fault: faultOf(given, answer), status: answer.status };
}

/** A proper request of each service is answered. */
async function checkLife({ emulator, failures, seed }: Batch, index: number): Promise<void> {
  const ask = (target: string) =>
    fetch(emulator.endpoint, {
      method: "POST",
      headers: { "x-amz-target": target, "content-type": "application/x-amz-json-1.1" },
      body: "{}",
    });
  const answers = await Promise.all([
    ask("Kinesis_20131202.ListStreams"),
    ask("AmazonSQS.ListQueues"),
    fetch(emulator.endpoint),
  ]);
  for (const answer of answers) {
    const text = await answer.text();
    if (!answer.ok) failures.push(`seed ${seed}, not alive after case ${index}: ${text}`);
  }
}

function describe(
  given: FuzzCase,
  { seed, index, fault }: { readonly seed: number; readonly index: number; readonly fault: string },
): string {
  const bytes = given.kind === "bytes" ? Buffer.concat(given.pieces) : given.request.body;
  const { body: _, ...head } = given.kind === "bytes" ? { body: 0 } : given.request;
  return [
    `${given.label}: ${fault}`,
    `  again: npm run fuzz -- --seed ${seed} --first ${index} --cases 1`,
    `  ${JSON.stringify(head).slice(0, 500)}`,
    `  ${JSON.stringify(bytes.toString("latin1", 0, 500))}${bytes.length > 500 ? "…" : ""}`,
  ].join("\n");
}

/** What the process holds once all garbage is gone, in bytes. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
