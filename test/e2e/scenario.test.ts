import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/reports/schema.ts";
import { latestReport, reportFolder, runCli, startCli, type CliResult } from "../support/cli.ts";

const folder = reportFolder();
afterAll(() => folder.remove());

/**
 * Timing is not what these tests are about: on a busy machine a run may be late, and is then
 * invalid. What must hold on any machine is what was counted.
 */
const patience = [
  "checks.validity.scheduleLagP99Max=60s",
  "checks.latency.acknowledged=p99 <= 60s",
  "checks.latency.read=p99 <= 60s",
  "checks.availability.ingestWithin=60s",
];
const patienceWithFinal = [
  ...patience,
  "checks.latency.final=p99 <= 60s",
  "checks.availability.freshnessWithin=60s",
];
const settings = (values: readonly string[]) => values.flatMap((value) => ["--set", value]);

/** Each play has a folder of its own: some run side by side. */
let plays = 0;

async function play(name: string, ...args: string[]): Promise<CliResult & { report: Report }> {
  const out = join(folder.path, String(plays++));
  const patient = settings(name === "bicimad-lab" ? patience : patienceWithFinal);
  const result = await runCli("scenario", name, "--quiet", "--out", out, ...patient, ...args);
  if (!existsSync(out)) throw new Error(`no report: ${result.stderr}`);
  return { ...result, report: latestReport(out, name) };
}

/** What must hold in every run that has ended, broken or not. */
function expectAccountsToAddUp({ totals }: Report): void {
  expect(totals.intended).toBe(totals.unique + totals.duplicatesPlanted + totals.malformedPlanted);
  expect(totals.intended).toBe(totals.confirmed + totals.abandoned + totals.unresolved);
  expect(totals.attempted).toBe(
    totals.attemptsConfirmed + totals.throttled + totals.failed + totals.unknown,
  );
}

/** What the saboteurs themselves counted. */
function countedBy({ stages }: Report, counter: string): number {
  return Object.values(stages).reduce((sum, counters) => sum + (counters[counter] ?? 0), 0);
}

describe("an undisturbed run", () => {
  let run: Awaited<ReturnType<typeof play>>;
  beforeAll(async () => {
    run = await play("smoke");
  }, 60_000);

  it("passes, and says so", () => {
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^PASS {2}smoke\n/);
    expect(run.exitCode).toBe(0);
    expect(run.report.checks.map((check) => [check.name, check.verdict])).toEqual([
      ["latency", "pass"],
      ["throttling", "pass"],
      ["deduplication", "pass"],
      ["ordering", "pass"],
      ["availability", "pass"],
      ["reconciliation", "pass"],
      ["validity", "pass"],
    ]);
  });

  it("has accounts that add up", () => {
    const { totals } = run.report;
    expectAccountsToAddUp(run.report);
    expect(totals.intended).toBe(3_000);
    expect(totals.raw).toBe(totals.confirmed);
    expect(totals.final).toBe(totals.unique + totals.duplicatesBeyondWindow);
    expect(totals.malformedQuarantined).toBe(totals.malformedPlanted);
    expect(totals.duplicatesDropped).toBeGreaterThan(0);
    expect(totals.duplicatesBeyondWindow).toBeGreaterThan(0);
  });

  it("writes the four reports, and a link to the newest", () => {
    const [out = ""] = readdirSync(folder.path);
    expect(readdirSync(join(folder.path, out, "smoke", "latest")).sort()).toEqual([
      "junit.xml",
      "report.html",
      "report.json",
      "summary.md",
    ]);
  });

  it("generates the same from the same seed, at any speed", async () => {
    const [slower, other] = await Promise.all([
      play("smoke", "--set", "load.producer.linger=200ms"),
      play("smoke", "--seed", "2"),
    ]);
    expect(slower.report.digest).toBe(run.report.digest);
    expect(slower.report.run).not.toBe(run.report.run);
    expect(other.report.digest).not.toBe(run.report.digest);
  }, 90_000);
});

describe("a pipeline that is broken on purpose is found out", () => {
  it("de-duplication off: every copy within the window is missed", async () => {
    const { report, exitCode } = await play("smoke", "--set", "sabotage.deduplication=off");
    const { totals } = report;
    expectAccountsToAddUp(report);
    expect(totals.duplicatesMissed).toBe(totals.duplicatesPlanted - totals.duplicatesBeyondWindow);
    expect(totals.duplicatesMissed).toBeGreaterThan(0);
    expect(totals).toMatchObject({ lost: 0, altered: 0, extra: 0 });
    expect(exitCode).toBe(3);
  }, 60_000);

  it("a worker that drops one record in 200: each is lost", async () => {
    const { report, exitCode } = await play("smoke", "--set", "sabotage.workerDropsOneIn=200");
    expectAccountsToAddUp(report);
    expect(report.totals.lost).toBe(countedBy(report, "sabotagedDrops"));
    expect(report.totals.lost).toBeGreaterThan(0);
    expect(report.totals).toMatchObject({ altered: 0, extra: 0, duplicatesMissed: 0 });
    expect(exitCode).toBe(3);
  }, 60_000);

  it("a delivery that alters one record in 500: each is altered, and none is lost", async () => {
    const { report, exitCode } = await play("smoke", "--set", "sabotage.deliveryAltersOneIn=500");
    expectAccountsToAddUp(report);
    expect(report.totals.altered).toBe(countedBy(report, "sabotagedAlterations"));
    expect(report.totals.altered).toBeGreaterThan(0);
    expect(report.totals).toMatchObject({ lost: 0, extra: 0, duplicatesMissed: 0 });
    expect(exitCode).toBe(3);
  }, 60_000);

  it("a producer that forgets the failed records of a batch: each is lost", async () => {
    const { report, exitCode } = await play(
      "smoke",
      // One shard takes 1,000 records a second: more than that is throttled.
      ...settings(["streams.logs.shards=1", "load.volume=100M/day"]),
      ...settings(["sabotage.producerForgetsFailures=true"]),
    );
    const { totals } = report;
    expect(totals.throttled).toBeGreaterThan(0);
    expect(countedBy(report, "forgotten")).toBeGreaterThan(0);
    const inRaw = totals.confirmed - totals.raw;
    expect(inRaw).toBe(countedBy(report, "forgotten"));
    expect(totals.lost).toBeGreaterThan(0);
    expect(totals.altered).toBe(0);
    expect(exitCode).toBe(3);
  }, 60_000);

  it("a worker that is killed loses nothing, and its repeats are explained", async () => {
    const { report, exitCode } = await play("smoke", "--set", "sabotage.killWorkerAt=50%");
    expectAccountsToAddUp(report);
    expect(report.disturbances.map((disturbance) => disturbance.kind)).toEqual(["worker-killed"]);
    expect(report.totals).toMatchObject({
      lost: 0,
      extra: 0,
      altered: 0,
      duplicatesMissed: 0,
      repeatsUnexplained: 0,
    });
    expect(exitCode).toBe(0);
  }, 120_000);
});

describe("a run that is interrupted", () => {
  it("stops the load, drains, writes its report, and exits with 130", async () => {
    const out = join(folder.path, "interrupted");
    const { child, ended } = startCli(["scenario", "smoke", "--out", out, ...settings(patience)]);
    child.stderr?.on("data", (chunk) => {
      // The first line of the load: some of it has been sent.
      if (String(chunk).includes("smoke load")) child.kill("SIGINT");
    });
    expect((await ended).exitCode).toBe(130);
    const report = latestReport(out, "smoke");
    expectAccountsToAddUp(report);
    expect(report.interrupted).toBe(true);
    expect(report.totals.intended).toBeLessThan(3_000);
    expect(report.totals.lost).toBe(0);
  }, 60_000);
});

describe("the BiciMAD lab", () => {
  it("reads every record of its one-shard stream a second time", async () => {
    const { report, exitCode } = await play("bicimad-lab");
    expectAccountsToAddUp(report);
    expect(report.totals.raw).toBe(report.totals.confirmed);
    expect(report.latencyMs["read"]?.count).toBe(report.totals.confirmed);
    expect(exitCode).toBe(0);
  }, 90_000);
});
