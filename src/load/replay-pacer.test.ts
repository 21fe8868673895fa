import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../core/random.ts";
import { rowsWithin, spreadOffsets, timelineOf } from "../generators/replay/timeline.ts";
import { replayPacer } from "./replay-pacer.ts";

interface Played {
  /** Milliseconds since the Unix epoch. */
  readonly times: readonly number[];
  readonly jitterWithinMs?: number;
  readonly spanDayMs?: number;
  readonly compression?: number;
  readonly loop?: boolean;
  /** Of a scaled recording. */
  readonly records?: number;
}

/** The times of all slots, in microseconds. */
function slotsOf(played: Played): number[] {
  const { times, jitterWithinMs = 0, spanDayMs = 1_000, compression = 1, loop = true } = played;
  const timeline = timelineOf(Float64Array.from(times), jitterWithinMs);
  const offsetsMs = spreadOffsets(timeline, Random.from("jitter"));
  const speed = played.records === undefined ? "recorded" : "scaled";
  const repeats = loop ? "looped" : "once";
  const records = played.records ?? rowsWithin(timeline, spanDayMs, repeats);
  const playback = { spanDayMs, compression, playedInMs: spanDayMs / compression };
  const source = { records, speed, loop } as const;
  const pacer = replayPacer({ timeline, offsetsMs, source, playback });
  return Array.from({ length: records }, (_, slot) => pacer.timeOf(slot));
}

describe("at the recorded speed", () => {
  it.each([
    ["the gaps are those of the recording", { times: [10, 20, 40], loop: false }, [0, 10, 30]],
    [
      "divided by the compression",
      { times: [10, 20, 40], loop: false, compression: 10 },
      [0, 1, 3],
    ],
    [
      "a loop is later by the length",
      { times: [10, 20, 40], spanDayMs: 100 },
      [0, 10, 30, 45, 55, 75, 90],
    ],
    ["nothing comes after the span", { times: [10, 20, 40], spanDayMs: 30, loop: false }, [0, 10]],
    ["rows of one time come at once", { times: [5, 5], loop: false }, [0, 0]],
  ])("%s", (_, played, expectedMs) => {
    expect(slotsOf(played).map((us) => us / 1_000)).toEqual(expectedMs);
  });

  it("spreads its share of the rows over a bucket that the span cuts", () => {
    const times = Array.from({ length: 4_000 }, () => 0);
    const slots = slotsOf({ times, jitterWithinMs: 1_000, spanDayMs: 250 });
    expect(slots).toHaveLength(1_000);
    expect(Math.max(...slots)).toBeLessThan(250_000);
    const far = Math.max(...slots.map((us, i) => Math.abs(us / 250_000 - i / 1_000)));
    expect(far).toBeLessThan(1.95 / Math.sqrt(1_000));
  });
});

describe("scaled", () => {
  it.each([
    ["the recording fills the span", { times: [10, 20, 40], records: 3 }, [0, 2 / 9, 6 / 9]],
    ["a part of it does", { times: [10, 20, 40], records: 2 }, [0, 1 / 3]],
    ["repeated, it does", { times: [10, 20, 40], records: 4 }, [0, 10 / 55, 30 / 55, 45 / 55]],
    ["rows without times are even", { times: [NaN, NaN], records: 4 }, [0, 0.25, 0.5, 0.75]],
    ["equal times end at the next", { times: [10, 10, 30], records: 1 }, [0]],
  ])("%s", (_, played, shares) => {
    const slots = slotsOf(played);
    for (const [slot, share] of shares.entries()) expect(slots[slot]).toBeCloseTo(share * 1e6, 6);
  });
});

it("keeps all slots in order and within the played time, whatever the recording", () => {
  const recording = fc
    .array(fc.integer({ min: 0, max: 20_000 }), { minLength: 2, maxLength: 40 })
    .map((times) => times.sort((a, b) => a - b));
  const settings = fc.record({
    jitterWithinMs: fc.constantFrom(0, 1_000, 7_000),
    spanDayMs: fc.integer({ min: 1, max: 100_000 }),
    compression: fc.constantFrom(1, 7, 720),
    records: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(recording, settings, (times, { records, ...rest }) => {
      // Rows of one time cannot be stretched: the scenario's rules refuse that.
      fc.pre(rest.jitterWithinMs > 0 || times.at(-1) !== times[0]);
      const slots = slotsOf({ times, ...rest, ...(records === undefined ? {} : { records }) });
      expect(slots).toEqual(slots.toSorted((a, b) => a - b));
      expect(slots.every((us) => us >= 0)).toBe(true);
      const endUs = (rest.spanDayMs / rest.compression) * 1_000;
      expect(slots.at(-1) ?? 0).toBeLessThan(endUs * (1 + 1e-12));
    }),
    { numRuns: 300 },
  );
});
