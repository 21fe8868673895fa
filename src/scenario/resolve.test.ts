import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replayStripes as recordingStripes } from "../generators/replay/recording.ts";
import { generators } from "../generators/table.ts";
import { playedWeight } from "./curve.ts";
import { loadScenario } from "./load.ts";
import type { Plan } from "./plan.ts";
import { replayStripes, stripesOf } from "./sources.ts";
import { splitByShares } from "./split.ts";

const peakDay = readFileSync(new URL("../../scenarios/peak-day.yaml", import.meta.url), "utf8");

function planOf(text: string, overrides: { path: string; value: string }[] = []): Plan {
  const answer = loadScenario(text, { file: "a.yaml", overrides });
  if ("plan" in answer) return answer.plan;
  throw new Error(JSON.stringify(answer.mistakes));
}

describe("the plan of peak-day", () => {
  const plan = planOf(peakDay);

  it("plays the day 720 times faster at its true rates", () => {
    expect(plan.playback).toMatchObject({ compression: 720, playedInMs: 120_000 });
    expect(plan.playback.sliceMs).toBeCloseTo(416.667, 3);
    expect(plan.load).toMatchObject({ records: 111_111, recordsPerDay: 80_000_000 });
  });

  it("has a busiest hour of exactly three times the mean, at nine in the evening", () => {
    const { curve } = plan.load;
    if (curve.kind !== "hourly") throw new Error(curve.kind);
    expect(Math.max(...curve.weights)).toBe(3);
    expect(curve.weights[21]).toBe(3);
    expect(curve.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(24, 12);
  });

  it("compresses what belongs to the day, and leaves what belongs to the wire", () => {
    expect(plan.load.planted.withinDelayMs[1]).toBe(10_000);
    expect(plan.load.planted.beyondDelayMs).toEqual([50_000, 60_000]);
    expect(plan.streams[0]?.retentionMs).toBe(120_000);
    expect(plan.queues[1]?.visibilityTimeoutMs).toBe(30_000);
    expect(plan.stages.find(({ kind }) => kind === "workers")).toMatchObject({
      deduplication: { store: "embedded", windowMs: 30_000, leaseMs: 20_000 },
      final: { bufferBytesMax: 5_242_880, intervalMs: 5_000 },
    });
    expect(plan.checks.availability).toEqual({
      objective: 0.9999,
      ingestWithinMs: 5_000,
      freshnessWithinMs: 30_000,
      longWindowSlices: 12,
      shortWindowSlices: 1,
      burnRateMax: 14.4,
      alarmRecordsMin: 5,
    });
  });

  it("is frozen to its leaves, and plain data", () => {
    expect(Object.isFrozen(plan.load.planted.withinDelayMs)).toBe(true);
    expect(structuredClone(plan)).toEqual(plan);
  });
});

describe("the hash", () => {
  const { hash } = planOf(peakDay);

  it("does not depend on comments, the order of keys or the seed", () => {
    expect(planOf(peakDay.replaceAll(/ # .*$/gm, "")).hash).toBe(hash);
    expect(planOf(`${peakDay}seed: 99\n`).hash).toBe(hash);
    const mix = "    clickstream: 50%\n    iot: 33%\n";
    const swapped = peakDay.replace(mix, "    iot: 33%\n    clickstream: 50%\n");
    expect(swapped).not.toBe(peakDay);
    expect(planOf(swapped).hash).toBe(hash);
  });

  it("does not depend on whether a default is written", () => {
    const unwritten = peakDay.replace("    callsInFlight: 16\n", "");
    expect(unwritten).not.toBe(peakDay);
    expect(planOf(unwritten).hash).toBe(hash);
  });

  it("depends on every value", () => {
    expect(planOf(peakDay.replace("5 MiB", "6 MiB")).hash).not.toBe(hash);
  });
});

describe("records", () => {
  it("are those of the stretch that is played, past midnight too", () => {
    const set = (path: string, value: string) => ({ path, value });
    const evening = [
      set("playback.startsAt", "23:00"),
      set("playback.span", "2h"),
      set("load.planted.natural", "0%"),
      set("load.planted.synthetic", "0%"),
    ];
    const meanWeight = (0.96 + 0.55) / 2;
    expect(planOf(peakDay, evening).load.records).toBe(Math.round((80_000_000 / 720) * meanWeight));
  });

  it("follow the weight of parts of hours", () => {
    const weights = Array.from({ length: 24 }, (_, hour) => hour);
    const minutes = (count: number) => count * 60_000;
    expect(playedWeight(weights, { startMs: minutes(90), spanMs: minutes(60) })).toBe(1.5);
    expect(playedWeight(weights, { startMs: 0, spanMs: minutes(24 * 60) })).toBe(11.5);
  });

  it("of the sources add up, and each is near its share", () => {
    fc.assert(
      fc.property(
        fc.nat(10_000_000),
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 12 }),
        (total, shares) => {
          const parts = splitByShares(total, shares);
          const sum = shares.reduce((all, share) => all + share, 0);
          expect(parts.reduce((all, part) => all + part, 0)).toBe(total);
          for (const [index, part] of parts.entries()) {
            expect(Math.abs(part - (total * (shares[index] as number)) / sum)).toBeLessThan(
              1.000001,
            );
          }
        },
      ),
    );
  });

  it("are dealt to the stripes that the generators have", () => {
    const own = Object.values(generators).map(({ name, stripes }) => [name, stripes]);
    expect(Object.fromEntries(own)).toEqual(stripesOf);
    expect(recordingStripes).toBe(replayStripes);
  });
});
