import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { Ajv } from "ajv";
import { beforeAll, describe, expect, it } from "vitest";
import { exampleInput } from "../../test/reports/example-day.ts";
import { History } from "../core/history/history.ts";
import { renderJson } from "./json.ts";
import { buildReport, type ReportInput } from "./model.ts";
import { type Report, reportJsonSchema } from "./schema.ts";

let input: ReportInput;
let report: Report;
beforeAll(() => {
  input = exampleInput();
  report = buildReport(input);
});

const repair = "npm run schema";
const validate = new Ajv().compile(JSON.parse(reportJsonSchema()) as object);

/** A run that broke before it sent anything: every metric is empty. */
function emptyInput(): ReportInput {
  const { availability: _, ...checks } = input.plan.checks;
  return { ...input, plan: { ...input.plan, checks }, history: new History() };
}

describe("the schema of report.json", () => {
  it("is the one that is checked in", () => {
    const checkedIn = readFileSync(
      new URL("../../docs/report.schema.json", import.meta.url),
      "utf8",
    );
    const isSame = isDeepStrictEqual(JSON.parse(checkedIn), JSON.parse(reportJsonSchema()));
    expect(isSame ? "up to date" : `out of date: ${repair}`).toBe("up to date");
  });

  it.each([
    ["a peak day", () => report],
    ["a run without any sample", () => buildReport(emptyInput())],
  ])("describes %s", (_, made) => {
    const parsed: unknown = JSON.parse(renderJson(made()));
    validate(parsed);
    expect(validate.errors).toBeNull();
  });

  it("refuses a report with a key that it does not know", () => {
    expect(validate({ ...report, surprise: 1 })).toBe(false);
  });
});

describe("report.json", () => {
  it("is the report, and keeps the order of its keys", () => {
    const text = renderJson(report);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)));
    expect(Object.keys(JSON.parse(text) as object)).toEqual(Object.keys(report));
    expect(renderJson(buildReport(exampleInput()))).toBe(text);
  });

  it("writes a row of numbers on one line, and leaves texts alone", () => {
    const title = '[\n 1,\n 2\n] "quoted"';
    const text = renderJson({ ...report, targetName: title });
    expect((JSON.parse(text) as Report).targetName).toBe(title);
    expect(text).toMatch(/"offeredPerSecond": \[ -?[\d.]+,/);
  });
});

describe("buildReport", () => {
  it("says what was played, and against what", () => {
    expect(report.target).toBe("embedded");
    expect(report.playback).toMatchObject({ span: "24 h", playedIn: "2 min", compression: 720 });
    const facts = {
      ...input.facts,
      target: { kind: "endpoint", name: "LocalStack", endpoint: "http://localhost:4566" } as const,
    };
    expect(buildReport({ ...input, facts }).target).toBe("http://localhost:4566");
  });

  it("gives rates by second of real time, also in a last slice that is short", () => {
    const history = new History();
    for (const [slice, amount] of [100, 100, 50].entries()) history.load.offered.add(slice, amount);
    const playback = { ...input.plan.playback, playedInMs: 2_500, sliceMs: 1_000 };
    const { day } = buildReport({ ...input, plan: { ...input.plan, playback }, history });
    expect(day.offeredPerSecond).toEqual([100, 100, 100]);
  });

  it("puts slices together beyond 288, merging their histograms", () => {
    const history = new History();
    for (let slice = 0; slice < 600; slice++) {
      history.load.offered.add(slice);
      history.load.acknowledged.record(slice, slice === 4 ? 90_000 : 10_000);
    }
    const playback = { ...input.plan.playback, sliceMs: 200 };
    const { day } = buildReport({ ...input, plan: { ...input.plan, playback }, history });
    expect(day.offeredPerSecond).toHaveLength(200);
    expect(day.offeredPerSecond.reduce((sum, rate) => sum + rate * 0.6, 0)).toBeCloseTo(600, 0);
    expect(day.latencyMs.acknowledged?.p99[1]).toBeCloseTo(90, -1);
    expect(day.latencyMs.acknowledged?.p50[1]).toBeCloseTo(10, 0);
  });

  it("ranks the shards, and finds the burst where it was", () => {
    const { rows, skewFactor, columns } = report.shards;
    const hottest = rows[0];
    expect(hottest?.shard).toBe("shardId-000000000003");
    expect(hottest?.throttled).toBe(11);
    expect(hottest?.throttledByColumn.flatMap((n, i) => (n > 0 ? [[i, n]] : []))).toEqual([
      [101, 4],
      [102, 7],
    ]);
    expect(columns).toBe(120);
    expect(skewFactor).toBeGreaterThan(1.2);
    expect(rows.reduce((sum, row) => sum + row.share, 0)).toBeCloseTo(1, 2);
  });

  it("counts what the budgets allow and what was spent, and never less later", () => {
    const { freshness, ingest } = report.budgets;
    expect(ingest?.spent).toBe(0);
    expect(freshness?.spent).toBeCloseTo((freshness?.bad ?? 0) / (freshness?.allowed ?? 1), 3);
    const row = freshness?.spentBySlice ?? [];
    expect(row).toEqual([...row].sort((a, b) => a - b));
    expect(row.at(-1)).toBe(freshness?.spent);
  });

  it("ends a percentile curve where the samples end", () => {
    const history = new History();
    for (let i = 0; i < 1_000; i++) history.load.acknowledged.latency.recordUs(i * 1_000);
    for (let i = 0; i < 10; i++) history.hop("final").latency.recordUs(1_000);
    const { at, latencyMs } = buildReport({ ...input, history }).percentiles;
    expect(at.at(-1)).toBeCloseTo(99.9, 3);
    expect(latencyMs.acknowledged?.at(-1)).toBeGreaterThan(990);
    expect(latencyMs.final?.filter((value) => value !== null)).toHaveLength(21);
  });

  it("counts samples below zero", () => {
    const history = new History();
    history.hop("read").latency.recordUs(-5);
    expect(buildReport({ ...input, history }).latencyBelowZero.read).toBe(1);
  });

  it("stays bounded, whatever the history holds", () => {
    const history = new History();
    for (let i = 0; i < 5_000; i++) {
      history.backlog.push({ atUs: i, stream: i, consumers: {}, queues: 0, delivery: 0 });
      history.disturbances.push({ atUs: i, kind: "stage-failed", instance: "a", detail: "" });
      if (i < 300) history.load.shards.of(`shardId-${i}`).confirmed.add(i * 10);
      history.load.keys.add(`key-${i}`);
    }
    const big = buildReport({ ...input, history });
    expect(big.backlog.stream.length).toBeLessThanOrEqual(600);
    expect(Math.max(...big.backlog.stream)).toBe(4_999);
    expect(big.disturbances).toHaveLength(100);
    expect(big.shards.rows).toHaveLength(100);
    expect(big.shards.omitted).toBe(200);
    expect(big.shards.columns).toBeLessThanOrEqual(240);
    expect(big.keys.countErrorMax).toBe(5);
  });
});
