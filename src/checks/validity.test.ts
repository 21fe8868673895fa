import { describe, expect, it } from "vitest";
import type { History } from "../core/history/history.ts";
import { LatencyHistogram } from "../core/latency.ts";
import { changeBy, resultAfter } from "../../test/checks/mutation.ts";

const setThreads = (history: History, role: string, utilization: number) => {
  const eventLoopDelayMs = { p50: 1, p99: 2, max: 3 };
  history.harness = { ...history.harness, threads: [{ role, utilization, eventLoopDelayMs }] };
};

describe("the validity check", () => {
  it.each<[string, (history: History) => void, RegExp]>([
    [
      "the schedule was not kept",
      ({ load }) => {
        for (let i = 0; i < 100; i++) load.scheduleLag.recordUs(30_000);
      },
      /^the load did not keep its schedule: lag p99 is 30/,
    ],
    [
      "the lag was not measured",
      ({ load }) => load.scheduleLag.reset(),
      /^no sample of the schedule lag$/,
    ],
    [
      "the lag was hardly measured",
      ({ load }) => {
        load.scheduleLag.reset();
        load.scheduleLag.recordUs(1);
      },
      /^schedule lag: too few samples for p99: 1, needs 1,000$/,
    ],
    ["a hop is empty", ({ hops }) => hops.delete("received"), /^no sample of received$/],
    [
      "the drain was not finished",
      (history) => {
        history.drain = { completed: false, tookMs: 60_000, waitingFor: "workers: 12 held" };
      },
      /^the drain was not finished after 1 min: workers: 12 held$/,
    ],
    [
      "the load thread was busy",
      (history) => setThreads(history, "load", 0.95),
      /^the load thread was busy 95 % of the time$/,
    ],
    [
      "the load thread was not measured",
      (history) => setThreads(history, "pipeline", 0.1),
      /^how busy the load thread was is not known$/,
    ],
    [
      "the load thread's measure is no number",
      (history) => setThreads(history, "load", Number.NaN),
      /^the load thread was busy/,
    ],
    [
      "the run was interrupted",
      (history) => {
        history.interrupted = true;
      },
      /^the run was interrupted$/,
    ],
    [
      "a record has no outcome",
      ({ load }) => load.unresolved.add(1, 1_000),
      /^the accounts do not add up: 4,000 intended, 4,001 confirmed/,
    ],
    [
      "records were not offered",
      ({ load }) => {
        load.intended.delete(1, 999);
        load.confirmed.delete(1, 999);
      },
      /^3,999 of 4,000 planned records were offered$/,
    ],
  ])("is invalid where %s", (_, mutate, detail) => {
    const result = resultAfter("validity", mutate);
    expect(result.verdict).toBe("invalid");
    expect(result.detail[0]).toMatch(detail);
  });

  it("leaves the other checks as they were", () => {
    const change = changeBy((history) => {
      history.drain = { completed: false, tookMs: 1, waitingFor: "x" };
    });
    expect(change).toEqual({
      verdicts: { validity: "invalid" },
      totals: {},
      observed: ["validity"],
      verdict: "invalid",
      exitCode: 6,
    });
  });

  it("shows samples below zero, threads and disturbances, and is valid all the same", () => {
    const { verdict, detail } = resultAfter("validity", (history) => {
      history.hop("read").record(0, -1);
      history.load.scheduleLag.merge(histogramOf(-3));
      const instance = "workers-1";
      history.disturbances.push(
        { atUs: 20_000_000, kind: "worker-killed", instance, detail: "on purpose" },
        { atUs: 10_000_000, kind: "worker-killed", instance, detail: "earlier" },
      );
    });
    expect(verdict).toBe("pass");
    expect(detail).toEqual([
      "schedule lag: 1 sample below zero",
      "read: 1 sample below zero",
      "thread load: busy 40 %, event-loop delay p99 3 ms, max 9 ms",
      "harness: 0.04 of 2 cores busy",
      "06:00 worker-killed workers-1: earlier",
      "12:00 worker-killed workers-1: on purpose",
    ]);
  });
});

function histogramOf(us: number): LatencyHistogram {
  const latency = new LatencyHistogram();
  latency.recordUs(us);
  return latency;
}
