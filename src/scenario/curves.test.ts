import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatMistake } from "../core/document/mistake.ts";
import { loadScenario } from "./load.ts";
import type { LoadPlan } from "./plan.ts";

const lab = readFileSync(new URL("../../scenarios/bicimad-lab.yaml", import.meta.url), "utf8");
const hours = /hourly: \[[^\]]*\]/;

function answer(curve: string, playback: Readonly<Record<string, string>> = {}) {
  expect(lab).toMatch(hours);
  const overrides = Object.entries(playback).map(([key, value]) => ({
    path: `playback.${key}`,
    value,
  }));
  return loadScenario(lab.replace(hours, curve), { file: "a.yaml", overrides });
}

function loadOf(curve: string, playback: Readonly<Record<string, string>> = {}): LoadPlan {
  const loaded = answer(curve, { startsAt: "00:00", span: "24h", playedIn: "10s", ...playback });
  if ("plan" in loaded) return loaded.plan.load;
  throw new Error(loaded.mistakes.map(formatMistake).join("\n"));
}

function mistakesOf(curve: string): string[] {
  const loaded = answer(curve);
  if ("plan" in loaded) return [];
  return loaded.mistakes.map((mistake) => formatMistake(mistake).replace(/^a\.yaml:\d+:\d+: /, ""));
}

/** 24 hours of one weight, as a scenario writes them. */
const all = (weight: number) => `[${Array.from({ length: 24 }, () => weight).join(", ")}]`;

const constant = { kind: "constant" };

describe("the plan of a curve", () => {
  it.each([
    ["", constant],
    ["curve: { constant: {} }", constant],
    ["curve: { ramp: { from: 1, to: 3 } }", { kind: "ramp", from: 0.5, to: 1.5 }],
    ["curve: { stairs: [1, 2, 9] }", { kind: "stairs", weights: [0.25, 0.5, 2.25] }],
    [
      "curve: { spike: { at: 50%, width: 5%, times: 10 } }",
      { kind: "spike", at: 0.5, width: 0.05, times: 10 },
    ],
    [
      "curve: { sine: { periods: 4, amplitude: 50% } }",
      { kind: "sine", periods: 4, amplitude: 0.5 },
    ],
    ["curve: { repeat: { times: 3, curve: { constant: {} } } }", { times: 3, curve: constant }],
    ["curve: { repeat: { every: 16h, curve: { constant: {} } } }", { times: 1.5 }],
  ])("has a mean of 1, whatever the weights: %s", (...[curve, plan]) => {
    const load = loadOf(curve);
    expect(load.curve).toMatchObject(plan);
    expect(load.records).toBe(loadOf("").records);
    expect(load.arrivals).toBe("regular");
  });

  it("is the same for the hours in short and at length", () => {
    const hourly = hours.exec(lab)?.[0] ?? "";
    expect(loadOf(`curve: { ${hourly} }`)).toEqual(loadOf(hourly));
  });

  it("takes a week's hours from Monday, a day's own before those of its kind", () => {
    const week = `{ weekdays: ${all(6)}, weekends: ${all(2)}, friday: ${all(8)} }`;
    const { curve } = loadOf(`curve: { weekly: ${week} }`);
    if (curve.kind !== "hourly") throw new Error(curve.kind);
    const days = [0, 1, 2, 3, 4, 5, 6].map((day) => curve.weights[24 * day + 7] as number);
    expect(days.map((weight) => Number((weight / (days[6] as number)).toFixed(9)))).toEqual([
      3, 3, 3, 3, 4, 1, 1,
    ]);
  });

  it.each([
    { what: "a Monday of the week", playback: { date: "2026-06-15" }, share: 7 / 6 },
    { what: "a Sunday of it", playback: { date: "2026-06-21" }, share: 7 / 12 },
    { what: "all of it", playback: { span: "7d" }, share: 1 },
  ])("has the volume as the mean of the week: $what", ({ playback, share }) => {
    const week = `curve: { weekly: { weekdays: ${all(2)}, weekends: ${all(1)} } }`;
    const { records } = loadOf(week, playback);
    expect(Math.abs(records - loadOf("").records * share)).toBeLessThanOrEqual(1);
  });

  it("has shares of a sum that are those of the records in the played stretch", () => {
    const night = `[${Array.from({ length: 24 }, (_, hour) => (hour < 6 ? 4 : 0)).join(", ")}]`;
    const sum = `curve: { sum: [{ share: 60%, hourly: ${night} }, { share: 40%, constant: {} }] }`;
    const most: unknown = expect.closeTo(0.75, 12);
    const morning = loadOf(sum, { span: "12h" });
    expect(morning.curve).toMatchObject({ kind: "sum", parts: [{ share: most }, {}] });
    expect(Math.abs(morning.records - loadOf("").records * 1.6)).toBeLessThanOrEqual(1);
    const afternoon = loadOf(sum, { startsAt: "12:00", span: "12h" });
    expect(afternoon.curve).toEqual({ kind: "sum", parts: [{ share: 1, curve: constant }] });
  });

  it("says how records arrive", () => {
    expect(loadOf("arrivals: poisson").arrivals).toBe("poisson");
  });
});

const oneOf =
  "expected one of `constant`, `ramp`, `stairs`, `spike`, `sine`, `hourly`, `weekly`, `sum` " +
  "or `repeat`";

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "two ways to say it",
    `hourly: ${all(1)}\n  curve: { constant: {} }`,
    [
      "load.hourly: there is `load.curve` too: a load has one of them; " +
        "move the weights to `load.curve.hourly`, or leave them out",
    ],
  ],
  ["no curve", "curve: {}", [`load.curve: found an empty one, ${oneOf}`]],
  [
    "two curves",
    "curve: { constant: {}, stairs: [1] }",
    [`load.curve: found \`constant\` and \`stairs\`, ${oneOf}`],
  ],
  [
    "a name that is nearly one",
    "curve: { stair: [1, 2] }",
    ["load.curve.stair: unknown key `stair`; did you mean `stairs`?"],
  ],
  [
    "steps that are all 0",
    "curve: { stairs: [0, 0] }",
    ["load.curve.stairs: found a list, expected 1 to 1,000 numbers, none below 0 and not all 0"],
  ],
  [
    "a ramp from 0 to 0",
    "curve: { ramp: { from: 0, to: 0 } }",
    ["load.curve.ramp: both weights are 0, expected one above it"],
  ],
  [
    "a burst that goes on after the end",
    "curve: { spike: { at: 90%, width: 20%, times: 3 } }",
    [
      "load.curve.spike.width: found 20 %, expected at most 10 %: " +
        "the burst ends within the stretch",
    ],
  ],
  [
    "nothing but a burst of nothing",
    "curve: { spike: { at: 0%, width: 100%, times: 0 } }",
    ["load.curve.spike.times: a burst of 0 times that lasts throughout: nothing would be sent"],
  ],
  [
    "a week with days missing",
    `curve: { weekly: { weekdays: ${all(1)}, sunday: ${all(1)} } }`,
    ["load.curve.weekly: there are no weights for `saturday`"],
  ],
  [
    "a sum that is not whole",
    "curve: { sum: [{ share: 60%, constant: {} }, { share: 30%, ramp: { from: 1, to: 0 } }] }",
    ["load.curve.sum: the shares add up to 90 %, expected 100 %"],
  ],
  [
    "a curve within a sum",
    "curve: { sum: [{ share: 100% }] }",
    [`load.curve.sum.0: found an empty one, ${oneOf.replace(", `sum` or", " or")}`],
  ],
  [
    "a repeat both ways",
    "curve: { repeat: { times: 2, every: 10min, curve: { constant: {} } } }",
    ["load.curve.repeat: found both, expected `times` or `every`"],
  ],
  [
    "a repeat that never comes round",
    "curve: { repeat: { every: 10h, curve: { constant: {} } } }",
    ["load.curve.repeat.every: found 10 h, expected at most the stretch of 1 h 30 min"],
  ],
  [
    "hours that are 0 while it is played",
    `hourly: [${Array.from({ length: 24 }, (_, hour) => (hour < 3 ? 1 : 0)).join(", ")}]`,
    ["load.hourly: all its hours are 0 in the stretch that is played: nothing would be sent"],
  ],
];

describe("the mistakes of a curve", () => {
  it.each(cases)("finds %s", (...[, curve, mistakes]) => {
    expect(mistakesOf(curve)).toEqual(mistakes);
  });
});
