import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { latestReport, reportFolder, startCli } from "../support/cli.ts";

const folder = reportFolder();
afterAll(() => folder.remove());

/** Where the emulator's files go: nothing may be left there. */
const temporary = join(folder.path, "tmp");
mkdirSync(temporary);

async function play(name: string, ...settings: readonly string[]) {
  const set = settings.flatMap((value) => ["--set", value]);
  const args = ["scenario", name, "--quiet", "--out", folder.path, ...set];
  const result = await startCli(args, { TMPDIR: temporary }).ended;
  return { ...result, report: latestReport(folder.path, name) };
}

const aDay = ["playback.playedIn=5s", "playback.deadline=2min"];

describe("a day of which every record is sent", () => {
  it.each([
    ["aggregated", "kpl"],
    ["each a Kinesis record of its own", "off"],
  ])(
    "accounts for each, %s, in several threads",
    async (_, mode) => {
      const { exitCode, report } = await play(
        "full-day",
        ...aDay,
        "load.volume=40k/day",
        "load.threads=2",
        `load.producer.aggregation.mode=${mode}`,
      );
      expect(exitCode).toBe(0);
      expect(report.totals).toMatchObject({
        intended: 40_000,
        confirmed: 40_000,
        raw: 40_000,
        lost: 0,
        altered: 0,
        extra: 0,
      });
      expect(report.totals.duplicatesPlanted).toBeGreaterThan(0);
      // The report says how they were sent, and not the scenario's description alone.
      expect(report.load.aggregation).toEqual(
        mode === "kpl" ? { bytesMax: 51_200, recordsMax: 100_000 } : undefined,
      );
      const roles = report.environment.harness.threads.map(({ role }) => role);
      expect(roles).toEqual(expect.arrayContaining(["load-1", "load-2"]));
      // Nothing in time is claimed of it.
      expect(report.scheduleLagMs.count).toBe(0);
      expect(readdirSync(temporary)).toEqual([]);
    },
    90_000,
  );

  it("goes through the queue and the workers too", { timeout: 150_000 }, async () => {
    const settings = [
      ...aDay,
      "load.volume=10k/day",
      // A window of 2.5 s, but for this, would be shorter than the way to the workers.
      "stages.work.deduplication.window=24h",
      "queues.work.visibilityTimeout=20s",
      "stages.work.final.interval=1s",
      "stages.work.deduplication.lease=10s",
      "load.planted.within=10s..1min",
    ];
    const { exitCode, report } = await play("full-day-sample", ...settings);
    expect(exitCode).toBe(0);
    const { unique, final, malformedPlanted, malformedQuarantined } = report.totals;
    expect(final).toBe(unique);
    expect(malformedQuarantined).toBe(malformedPlanted);
  });

  it("is invalid where it is not through by its deadline", { timeout: 60_000 }, async () => {
    const { exitCode, report } = await play(
      "full-day",
      "playback.playedIn=20s",
      "playback.deadline=20s",
      "load.volume=20M/day",
      "load.producer.callsInFlight=1",
      "load.producer.records=1",
    );
    expect(exitCode).toBe(6);
    expect(report.totals.intended).toBeLessThan(20_000_000);
    expect(report.totals.lost).toBe(0);
  });
});
