import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LiveView } from "../../run/live-view.ts";
import { widthOf } from "./cells.ts";
import { renderLine } from "./plain.ts";
import { renderLive } from "./render.ts";

const busy: LiveView = {
  scenario: "peak-day",
  phase: "load",
  elapsedMs: 74_400,
  durationMs: 120_000,
  timeOfDay: "14:52",
  intended: 72_914,
  intendedTotal: 111_111,
  confirmed: 72_871,
  offeredPerSecond: 2_778,
  confirmedPerSecond: 2_769,
  throttled: 41,
  p99Ms: { acknowledged: 31.4, read: 1_120, received: 1_480, final: 6_240 },
  shardUtilization: [0.46, 0.52, 0.91, 0.38, 0.64, 0.45],
  backlog: { stream: 2_410, queues: 812, delivery: 13_377 },
  budgetLeft: { ingest: 0.962, freshness: 1 },
  curve: [
    320, 240, 200, 210, 300, 560, 900, 1_250, 1_500, 1_640, 1_900, 2_300, 2_650, 2_778, 2_700,
  ],
  curveAhead: [2_400, 2_100, 1_900, 1_800, 1_700, 1_500, 1_100, 800, 500],
  events: ["13:05 worker 2 was killed", "13:06 worker 2 started again", "14:40 shard 2 throttled"],
};
const starting: LiveView = {
  ...busy,
  phase: "starting",
  elapsedMs: 0,
  timeOfDay: "00:00",
  intended: 0,
  confirmed: 0,
  offeredPerSecond: 0,
  confirmedPerSecond: 0,
  throttled: 0,
  p99Ms: { acknowledged: Number.NaN, read: Number.NaN, received: Number.NaN, final: Number.NaN },
  shardUtilization: [],
  backlog: { stream: 0, queues: 0, delivery: 0 },
  budgetLeft: {},
  curve: [],
  curveAhead: [],
  events: [],
};
const wide: LiveView = {
  ...busy,
  scenario: "full-day",
  phase: "draining",
  elapsedMs: 125_000,
  intended: 80_000_000,
  intendedTotal: 80_000_000,
  confirmed: 79_994_212,
  throttled: 1_234_567,
  shardUtilization: Array.from({ length: 96 }, (_, shard) => ((shard * 37) % 96) / 100),
  budgetLeft: { ingest: 0.31, freshness: -0.4 },
};

describe("the live picture", () => {
  it.each([60, 80, 120, 200])("is drawn at %i columns", async (columns) => {
    const lines = renderLive(busy, { columns, colour: "none" });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`golden/busy-${columns}.txt`);
  });

  it("is drawn before anything is measured", async () => {
    const lines = renderLive(starting, { columns: 80, colour: "none" });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("golden/starting-80.txt");
  });

  it("is drawn with many shards and large figures", async () => {
    const lines = renderLive(wide, { columns: 80, colour: "none" });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("golden/wide-80.txt");
  });

  it("has at most sixteen lines at 80 columns", () => {
    expect(renderLive(busy, { columns: 80, colour: "none" }).length).toBeLessThanOrEqual(16);
  });

  it("is the same picture in colour", () => {
    const plain = renderLive(busy, { columns: 100, colour: "none" });
    const coloured = renderLive(busy, { columns: 100, colour: "ansi" });
    const marked = new RegExp(String.raw`${String.fromCodePoint(27)}\[\d+m`, "g");
    expect(coloured.map((line) => line.replaceAll(marked, "").trimEnd())).toEqual(plain);
    expect(coloured.join("")).toMatch(marked);
  });

  it("keeps everything in its place while figures grow", () => {
    const grown = {
      ...busy,
      confirmed: 9,
      throttled: 0,
      confirmedPerSecond: 3,
      timeOfDay: "03:00",
    };
    const places = (view: LiveView): number[] =>
      renderLive(view, { columns: 80, colour: "none" }).map((line) => line.indexOf("confirmed"));
    expect(places(grown)).toEqual(places(busy));
  });

  it("never fills a line to its last cell, whatever it is given", () => {
    const share = fc.double({ min: -1, max: 2 });
    const rate = fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e9 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(
        fc.record({
          columns: fc.integer({ min: 1, max: 220 }),
          scenario: fc.string({ unit: "grapheme" }),
          events: fc.array(fc.string({ unit: "binary" })),
          shardUtilization: fc.array(share, { maxLength: 40 }),
          curve: fc.array(rate),
          curveAhead: fc.array(rate),
          elapsedMs: rate,
          offeredPerSecond: rate,
        }),
        ({ columns, ...changes }) => {
          const lines = renderLive({ ...busy, ...changes }, { columns, colour: "none" });
          for (const line of lines) {
            expect(widthOf(line)).toBeLessThan(Math.max(2, columns));
            expect(line).not.toMatch(/\p{Cc}/u);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("the plain line", () => {
  it.each([
    ["under load", busy, "busy"],
    ["before anything is measured", starting, "starting"],
    ["with many shards", wide, "wide"],
  ])("is written %s", async (_, view, name) => {
    await expect(`${renderLine(view)}\n`).toMatchFileSnapshot(`golden/${name}-line.txt`);
  });
});
