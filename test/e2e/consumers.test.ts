import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/reports/schema.ts";
import { latestReport, reportFolder, runCli, type CliResult } from "../support/cli.ts";

const folder = reportFolder();
afterAll(() => folder.remove());

/** Timing is not what these tests are about: what must hold on any machine is what was counted. */
const patience = ["checks.validity.scheduleLagP99Max=60s"];

async function play(
  name: string,
  ...settings: readonly string[]
): Promise<CliResult & { report: Report }> {
  const out = join(folder.path, name);
  const set = [...patience, ...settings].flatMap((value) => ["--set", value]);
  const result = await runCli("scenario", name, "--quiet", "--out", out, ...set);
  return { ...result, report: latestReport(out, name) };
}

describe("five shared and five enhanced consumers", () => {
  let run: Awaited<ReturnType<typeof play>>;
  beforeAll(async () => {
    run = await play(
      "fan-out-consumers",
      "playback.span=8s",
      "playback.playedIn=8s",
      "load.volume=200/s",
      "checks.latency.acknowledged=p99 <= 60s",
      "checks.latency.read=p99 <= 60s",
      "checks.availability.ingestWithin=60s",
    );
  }, 90_000);

  it("pass, and each has read every record", () => {
    expect(run.exitCode).toBe(0);
    const { totals, consumers } = run.report;
    expect(consumers.map(({ consumer }) => consumer)).toEqual(
      ["shared", "enhanced"].flatMap((stage) => [1, 2, 3, 4, 5].map((i) => `${stage}-${i}`)),
    );
    for (const { records, propagationMs } of consumers) {
      expect(records).toBe(totals.confirmed);
      expect(propagationMs.count).toBe(totals.confirmed);
    }
  });

  it("stand beside what AWS states: those that share wait for their turn to poll", () => {
    const { consumers } = run.report;
    const stated = Object.fromEntries(consumers.map((row) => [row.reads, row.documentedMs]));
    expect(stated).toEqual({ shared: 1_000, enhanced: 70 });
    const half = (reads: string) =>
      consumers.filter((row) => row.reads === reads).map((row) => row.propagationMs.p50);
    expect(Math.max(...half("enhanced"))).toBeLessThan(Math.min(...half("shared")));
  });
});

describe("a stream that is resharded under load", () => {
  let run: Awaited<ReturnType<typeof play>>;
  beforeAll(async () => {
    run = await play(
      "reshard-under-load",
      "playback.span=15s",
      "playback.playedIn=15s",
      "load.volume=200/s",
      "checks.latency.acknowledged=p99 <= 60s",
      "checks.availability.ingestWithin=60s",
    );
  }, 120_000);

  it("loses nothing, and every key keeps its order", () => {
    expect(run.exitCode).toBe(0);
    const { totals, checks, consumers } = run.report;
    expect(totals.raw).toBe(totals.confirmed);
    expect(totals).toMatchObject({ lost: 0, extra: 0, altered: 0 });
    const ordering = checks.find(({ name }) => name === "ordering");
    expect(ordering).toMatchObject({ verdict: "pass" });
    expect(ordering?.observed).toContain("unexplained 0");
    for (const { records } of consumers) expect(records).toBe(totals.confirmed);
  });

  it("has every consumer read every closed shard to its end", () => {
    const { stages, disturbances } = run.report;
    expect(disturbances.map(({ kind }) => kind).toSorted()).toEqual([
      "paused",
      "resharded",
      "resharded",
      "resharded",
      "resumed",
    ]);
    const ended = ["raw", "distribute", "polling", "pushed"].map(
      (stage) => stages[stage]?.["shardsEnded"],
    );
    expect(new Set(ended).size).toBe(1);
    expect(ended[0]).toBeGreaterThan(4 + 8);
  });

  it("shows the consumer that paused: how far it fell behind, and when it was back", () => {
    const { catchUps = [] } =
      run.report.consumers.find(({ consumer }) => consumer === "polling") ?? {};
    expect(catchUps).toHaveLength(1);
    expect(catchUps[0]?.backlogMax).toBeGreaterThan(0);
    expect(catchUps[0]?.drainMs).toBeGreaterThan(0);
  });
});

describe("a hot key", () => {
  it("is found and named, with its shard and its share, and nothing is lost", async () => {
    const { report, exitCode } = await play(
      "hot-shard",
      "playback.span=10s",
      "playback.playedIn=10s",
    );
    expect(exitCode).toBe(0);
    const { hot, rows } = report.shards;
    expect(hot?.shard).toBe(rows[0]?.shard);
    expect(hot?.keys[0]?.key).toBe("hot");
    expect(hot?.keys[0]?.share).toBeGreaterThan(0.75);
    expect(report.totals.throttled).toBeGreaterThan(0);
    expect(report.totals).toMatchObject({ abandoned: 0, lost: 0 });
    expect(report.totals.raw).toBe(report.totals.confirmed);
  }, 90_000);

  it("that is none fails the run that is to show one", async () => {
    const { exitCode, stdout } = await play(
      "hot-shard",
      "playback.span=5s",
      "playback.playedIn=5s",
      "load.volume=300/s",
    );
    expect(exitCode).toBe(4);
    expect(stdout).toContain("a hot shard was expected");
  }, 60_000);
});
