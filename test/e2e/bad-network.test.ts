import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../src/emulator/server.ts";
import type { Report } from "../../src/reports/schema.ts";
import { BadProxy } from "../support/bad-proxy.ts";
import { latestReport, reportFolder, startCli, type CliResult } from "../support/cli.ts";

const folder = reportFolder();
afterAll(() => folder.remove());

const settings = [
  "playback.playedIn=10s",
  "load.volume=200/s",
  // Shorter than the proxy's stalls: such a call ends unknown.
  "load.producer.requestTimeout=1s",
  "load.producer.linger=20ms",
  "load.producer.records=10",
  "checks.validity.scheduleLagP99Max=60s",
  "checks.latency.acknowledged=p99 <= 60s",
  "checks.latency.read=p99 <= 60s",
  "checks.latency.final=p99 <= 60s",
  "checks.availability.ingestWithin=60s",
  "checks.availability.freshnessWithin=60s",
];

describe("through a proxy that resets or stalls one request in a hundred", () => {
  let emulator: Emulator;
  let proxy: BadProxy;
  let run: CliResult & { readonly report: Report };
  beforeAll(async () => {
    emulator = await startEmulator();
    proxy = new BadProxy(emulator.endpoint, { oneIn: 100, stallMs: 1_500 });
    await proxy.listen();
    const set = settings.flatMap((value) => ["--set", value]);
    const args = ["scenario", "smoke", "--quiet", "--target", proxy.url, "--out", folder.path];
    const env = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_REGION: "us-east-1" };
    const result = await startCli([...args, ...set], env).ended;
    run = { ...result, report: latestReport(folder.path, "smoke") };
  }, 120_000);
  afterAll(async () => {
    proxy.close();
    await emulator.stop();
  });

  it("did harm, of every kind", () => {
    expect(Object.values(proxy.counts).every((count) => count > 0)).toBe(true);
  });

  it("nothing was lost, altered, or added", () => {
    const { totals } = run.report;
    expect(totals).toMatchObject({ lost: 0, altered: 0, extra: 0, unresolved: 0, abandoned: 0 });
    expect(totals.confirmed).toBe(totals.intended);
    expect(totals.repeatsUnexplained).toBe(0);
  });

  it("the report says what the proxy did: calls of unknown outcome, and what followed", () => {
    const { totals, load } = run.report;
    expect(load.calls.unknown).toBeGreaterThan(0);
    expect(totals.unknown).toBeGreaterThan(0);
    expect(totals.retried).toBeGreaterThanOrEqual(totals.unknown);
    expect(run.stdout).toMatch(/retry amplification 1\.\d/);
  });
});
