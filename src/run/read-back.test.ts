import { gzipSync } from "node:zlib";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealedRecords, shippedPlan, testRun } from "../../test/support/shipped-plan.ts";
import { openBench, type StageBench } from "../../test/support/stage-bench.ts";
import { History } from "../core/history/history.ts";
import type { RecordRef } from "../core/record-set.ts";
import { transform } from "../pipeline/transform.ts";
import { readBack } from "./read-back.ts";

const plan = shippedPlan("smoke", { "load.volume": "3/s" });
const records = sealedRecords(plan);
const texts = records.map(({ text }) => text);
const enrichment = { worker: "work-1", hour: "2026-06-15T00", kind: "any" };
const final = (text = "") => transform(text, enrichment);
const [foreign = ""] = sealedRecords(plan, "otherrun").map(({ text }) => text);
const altered = (text = "") => text.replace('"eventId":"', '"eventId":"X');

/** What is found where, and in what. */
const objects: Readonly<Record<string, readonly string[]>> = {
  "raw/2026/06/15/00/raw.000000.ndjson.gz": texts.slice(0, 20),
  // Twice in one place and once more in another; the last but one was never intended.
  "raw/2026/06/15/01/raw.000001.ndjson.gz": [
    texts[0] ?? "",
    texts[0] ?? "",
    altered(texts[20]),
    foreign,
    "no record at all",
    texts.at(-1) ?? "",
  ],
  "final/2026/06/15/00/work-1.000000.ndjson.gz": [final(texts[0]), final(altered(texts[1]))],
  "final/2026/06/15/00/work-2.000000.ndjson.gz": [final(texts[2]), final(texts[0])],
  // In FINAL, but not transformed: what stands before the last member is not there.
  "final/2026/06/15/01/work-1.000001.ndjson.gz": [texts[3] ?? "", ""],
  "quarantine/2026/06/15/00/work-1.000000.ndjson.gz": [texts[4] ?? ""],
  "elsewhere/raw.000000.ndjson.gz": texts,
};

describe("readBack", () => {
  const history = new History();
  let bench: StageBench;
  beforeAll(async () => {
    bench = await openBench(plan);
    const { clients, made } = bench;
    for (const [Key, lines] of Object.entries(objects)) {
      const Body = gzipSync(lines.map((line) => `${line}\n`).join(""));
      await clients.s3.send(new PutObjectCommand({ Bucket: "lake", Key, Body }));
    }
    const bodies = [texts[5], texts[5], texts[6], "not of this run"];
    const Entries = bodies.map((body, i) => ({ Id: String(i), MessageBody: body ?? "" }));
    const QueueUrl = made.queueUrls["work-dead"];
    await clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    // The last record came from this run's load, but was never its intention.
    for (const { source, ordinal } of records.slice(0, -1)) {
      history.load.intended.add(source, ordinal);
    }
    const killed = { atUs: 1, kind: "worker-killed", instance: "work-2", detail: "" } as const;
    history.disturbances.push(killed);
    await readBack({ plan, run: testRun, target: bench.target, clients, made, history });
  });
  afterAll(() => bench.close());

  it("finds in RAW what is there, repeated, altered and foreign", () => {
    const { raw } = history.scans;
    expect(raw).toMatchObject({ objects: 2, lines: 26, altered: 1, foreign: 3 });
    expect(raw?.copies.map((copies) => copies.count())).toEqual([21, 1, 1, 0]);
    expect(raw?.records()).toBe(23);
    const { source = 0, ordinal = 0 } = records[0] ?? {};
    expect(raw?.copies[2]?.has(source, ordinal)).toBe(true);
  });

  it("names examples with their place", () => {
    const examples = history.scans.raw?.examples;
    const place = "lake/raw/2026/06/15/01/raw.000001.ndjson.gz";
    const { source = 0, stripe, sequence } = records[20] ?? {};
    const generator = plan.load.sources[source]?.generator;
    expect(examples?.altered).toEqual([
      `${generator} stripe ${stripe} sequence ${sequence} in ${place}`,
    ]);
    expect(examples?.foreign).toEqual([
      `${place}: ${foreign.slice(0, 80)}`,
      `${place}: no record at all`,
      `${place}: never intended: ${texts.at(-1)?.slice(0, 80)}`,
    ]);
  });

  it("compares FINAL with what was there before the transformation", () => {
    const scan = history.scans.final;
    expect(scan).toMatchObject({ objects: 3, lines: 5, altered: 2, foreign: 0 });
    expect(scan?.copies.map((copies) => copies.count())).toEqual([4, 1, 0, 0]);
  });

  it("tells which records an instance wrote that was killed", () => {
    const written = [...(history.scans.final?.writtenByKilled ?? [])];
    const places = (of: readonly RecordRef[]) =>
      of.map(({ source, ordinal }) => `${source} ${ordinal}`).sort();
    expect(places(written)).toEqual(places([0, 2].flatMap((i) => records[i] ?? [])));
  });

  it("reads quarantine and dead letters", () => {
    const { quarantine, deadLetters } = history.scans;
    expect(quarantine).toMatchObject({ objects: 1, lines: 1, altered: 0 });
    expect(deadLetters).toMatchObject({ objects: 0, lines: 4, altered: 0, foreign: 1 });
    expect(deadLetters?.copies.map((copies) => copies.count())).toEqual([2, 1, 0, 0]);
  });
});
