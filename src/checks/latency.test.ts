import { describe, expect, it } from "vitest";
import type { History } from "../core/history/history.ts";
import { HopHistory } from "../core/history/hop.ts";
import type { LatencyThreshold } from "../scenario/plan.ts";
import { checkLatency } from "./latency.ts";
import { changeBy, resultAfter } from "../../test/checks/mutation.ts";
import { syntheticPlan } from "../../test/checks/synthetic-plan.ts";
import { cleanHistory } from "../../test/checks/synthetic-run.ts";

const late =
  (samples: number, us = 800_000) =>
  ({ load }: History) => {
    for (let i = 0; i < samples; i++) load.acknowledged.record(12, us);
  };

const withThreshold = (threshold: LatencyThreshold) => ({
  ...syntheticPlan,
  checks: { ...syntheticPlan.checks, latency: { thresholds: [threshold] } },
});

describe("the latency check", () => {
  it("says what was expected and observed", () => {
    expect(resultAfter("latency", () => undefined)).toMatchObject({
      verdict: "pass",
      expected: "p99 ≤ 250 ms acknowledged, p99 ≤ 10 s durable in FINAL",
      observed: "p99 30 ms acknowledged, p99 5.1 s durable in FINAL",
    });
  });

  it.each([
    // 40 of 4,040 are within the last hundredth, 41 of 4,041 are not.
    ["40 late samples, which p99 leaves out", late(40), {}, 0],
    ["41 late samples", late(41), { latency: "fail" }, 4],
  ])("with %s", (_, mutate, ...[verdicts, exitCode]) => {
    expect(changeBy(mutate)).toMatchObject({ verdicts, exitCode, totals: {} });
  });

  it("names the hop, the figure, and the time of day of the worst slice", () => {
    const { detail } = resultAfter("latency", late(100));
    expect(detail[0]).toMatch(/^acknowledged: p99 is 80\d ms, 55\d ms above 250 ms$/);
    expect(detail).toContainEqual(
      expect.stringMatching(/^acknowledged: worst p99 by slice 80\d ms at 07:12, /),
    );
  });

  it("is invalid where a hop has no sample", () => {
    expect(changeBy(({ hops }) => hops.delete("final"))).toMatchObject({
      verdicts: { latency: "invalid", validity: "invalid" },
      observed: ["latency"],
    });
  });

  it("is invalid where the samples do not carry the percentile", () => {
    const plan = withThreshold({ hop: "final", percentile: 99.9, ms: 10_000 });
    expect(checkLatency(cleanHistory(), plan)).toMatchObject({
      verdict: "invalid",
      detail: expect.arrayContaining([
        "durable in FINAL: too few samples for p99.9: 3,828, needs 10,000",
      ]) as string[],
    });
  });

  it.each([
    [999, "invalid"],
    [1_000, "pass"],
  ])("with %i samples for p99 is %s", (samples, verdict) => {
    const history = cleanHistory();
    const hop = new HopHistory();
    for (let i = 0; i < samples; i++) hop.record(0, 1_000);
    history.hops.set("read", hop);
    const plan = withThreshold({ hop: "read", percentile: 99, ms: 10 });
    expect(checkLatency(history, plan).verdict).toBe(verdict);
  });

  it("judges the maximum by one sample", () => {
    const history = cleanHistory();
    history.hop("read").record(0, 700_000);
    const at = (ms: number) =>
      checkLatency(history, withThreshold({ hop: "read", percentile: 100, ms })).verdict;
    expect([at(700), at(699.9)]).toEqual(["pass", "fail"]);
  });

  it("shows the samples below zero", () => {
    const { verdict, detail } = resultAfter("latency", late(2, -5));
    expect(verdict).toBe("pass");
    expect(detail).toContainEqual(
      expect.stringMatching(/^acknowledged: 4,002 samples.*; 2 samples below zero/),
    );
  });

  describe("of the collectors' answers", () => {
    const plan = withThreshold({ hop: "answered", percentile: 99, ms: 50 });
    const answering = (samples: number, us: number) => {
      const history = cleanHistory();
      for (let i = 0; i < samples; i++) history.answers.times.record(0, 20_000);
      for (let i = 0; i < samples / 50; i++) history.answers.times.record(12, us);
      return history;
    };

    it.each([
      [2_000, 49_000, "pass"],
      [2_000, 90_000, "fail"],
      [500, 49_000, "invalid"],
    ])("of %i requests, the slowest in %i µs: %s as a service time", (samples, us, verdict) => {
      const result = checkLatency(answering(samples, us), plan);
      expect(result).toMatchObject({ verdict, expected: "p99 ≤ 50 ms answered (service time)" });
    });

    it("is invalid without a sample", () => {
      expect(checkLatency(cleanHistory(), plan)).toMatchObject({
        verdict: "invalid",
        detail: expect.arrayContaining(["no sample of answered (service time)"]) as string[],
      });
    });

    it("says by how much and when it was too slow, and what is not in it", () => {
      const history = answering(2_000, 90_000);
      Object.assign(history.answers, { refused: 3, pushedBack: 5 });
      history.answers.missing.push("collect-2");
      const { detail } = checkLatency(history, plan);
      expect(detail[0]).toMatch(/^answered \(service time\): p99 is 90.* ms, 40.* above 50 ms$/);
      expect(detail).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^answered \(service time\): worst p99 by slice 90.* at 07:12/),
          "answered (service time): counted beside it, requests that were 3 refused, 5 pushed back",
          "answered (service time): without collect-2, of which nothing came back",
        ]),
      );
    });
  });
});
