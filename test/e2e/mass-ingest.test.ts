import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/reports/schema.ts";
import { latestReport, reportFolder, runCli } from "../support/cli.ts";

const folder = reportFolder();
afterAll(() => folder.remove());

/** The same path in ten seconds, on a machine that may be busy with other tests. */
const shortened = [
  "playback.playedIn=10s",
  "load.volume=300/s",
  "load.hourly=[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
  "load.planted.beyond=22h..23h",
  "load.producer.requestTimeout=30s",
  "stages.collect.requestTimeout=20s",
  "stages.collect.saturation.for=500ms",
  "stages.work.final.interval=1s",
  "checks.validity.scheduleLagP99Max=60s",
  "checks.latency.answered=p90 <= 60s",
  "checks.latency.acknowledged=p99 <= 60s",
  "checks.latency.read=p99 <= 60s",
  "checks.latency.raw=p99 <= 60s",
  "checks.latency.final=p99 <= 60s",
  "checks.availability.ingestWithin=60s",
  "checks.availability.freshnessWithin=60s",
];

async function play(name: string, ...settings: readonly string[]) {
  const out = join(folder.path, name);
  const set = [...shortened, ...settings].flatMap((value) => ["--set", value]);
  const { exitCode, stderr } = await runCli(
    "scenario",
    "mass-ingest",
    "--quiet",
    "--out",
    out,
    ...set,
  );
  expect(stderr).toBe("");
  const report = latestReport(out, "mass-ingest");
  return { report, exitCode };
}

/** All that was acknowledged is in RAW, and what is malformed is refused and kept apart. */
function expectNothingLost({ totals }: Report): void {
  expect(totals.intended).toBe(3_000);
  expect(totals.intended).toBe(totals.confirmed + totals.abandoned + totals.unresolved);
  expect(totals).toMatchObject({ lost: 0, altered: 0, extra: 0, unresolved: 0 });
  // What breaks the contract is refused at once, and not tried again.
  expect(totals.malformedPlanted).toBeGreaterThan(0);
  expect(totals.abandoned).toBe(totals.malformedPlanted);
  expect(totals.raw).toBeGreaterThanOrEqual(totals.confirmed);
}

/** Of all collectors, those that left in mid-run included: each request once. */
function expectAnswersTimed(report: Report): void {
  const { serviceMs, refused, pushedBack, failed, gone, missing } = report.answers ?? {};
  expect([missing, failed, gone]).toEqual([[], 0, 0]);
  expect((serviceMs?.count ?? 0) + (refused ?? 0) + (pushedBack ?? 0)).toBe(
    countedBy(report, "collect-", "requests"),
  );
  expect(serviceMs?.p99).toBeLessThan(report.latencyMs.acknowledged?.max ?? 0);
}

/** In a closed loop, after the run and apart from its accounts. */
function expectSaturated({ saturation, phases }: Report): void {
  expect(phases.map(({ name }) => name).slice(-2)).toEqual(["read back", "saturation"]);
  const { patterns = [], claimed = 0, inStream = 0 } = saturation ?? {};
  expect(patterns.map(({ recordsPerRequest }) => recordsPerRequest)).toEqual([1, 100]);
  for (const { stored, events, recordsPerRequest, serviceMs, ...rest } of patterns) {
    expect(events).toBe(stored * recordsPerRequest);
    expect(serviceMs.count).toBe(stored);
    expect(rest).toMatchObject({ notAllStored: 0, pushedBack: 0, otherAnswers: 0, brokenOff: 0 });
  }
  const acknowledged = patterns.reduce((sum, { events }) => sum + events, 0);
  expect(acknowledged).toBeGreaterThan(0);
  expect(claimed).toBeGreaterThanOrEqual(acknowledged);
  expect(inStream).toBe(claimed);
}

function countedBy({ stages }: Report, prefix: string, counter: string): number {
  return Object.entries(stages)
    .filter(([instance]) => instance.startsWith(prefix))
    .reduce((sum, [, counters]) => sum + (counters[counter] ?? 0), 0);
}

describe("mass-ingest", () => {
  it("adds and removes collectors in mid-run, and loses nothing", async () => {
    const { report, exitCode } = await play("scaled");
    expectNothingLost(report);
    expect(report.totals.raw).toBe(report.totals.confirmed);
    expect(report.totals.unknown).toBe(0);
    expect(report.totals.malformedQuarantined).toBe(report.totals.malformedPlanted);
    expect(countedBy(report, "collect-", "stored")).toBe(report.totals.confirmed);
    expect(report.disturbances.map(({ kind, instance }) => [kind, instance])).toEqual([
      ["scaled", "collect-3"],
      ["scaled", "collect-1"],
    ]);
    const availability = report.checks.find(({ name }) => name === "availability");
    expect(availability?.detail.join("\n")).toMatch(
      /no pipeline of parts is better than its parts/,
    );
    expectAnswersTimed(report);
    expectSaturated(report);
    expect(exitCode).toBe(0);
  }, 90_000);

  it("loses nothing that was acknowledged where a collector is killed", async () => {
    const { report } = await play("killed", "sabotage.killCollectorAt=50%");
    expectNothingLost(report);
    expect(report.disturbances.map(({ kind }) => kind)).toContain("collector-killed");
    expect(report.answers?.missing).toHaveLength(1);
    expect(report.checks.find(({ name }) => name === "reconciliation")?.verdict).toBe("pass");
    // What was in its hands is unknown, is sent again, and explains each repeat in RAW.
    expect(report.totals.repeatsUnexplained).toBe(0);
    expect(report.totals.raw - report.totals.confirmed).toBeLessThanOrEqual(report.totals.unknown);
  }, 90_000);
});
