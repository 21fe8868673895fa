import { expect, it } from "vitest";
import type { Report } from "./schema.ts";
import { timeAxis } from "./time-axis.ts";

const hourMs = 3_600_000;

it.each([
  ["rate", { kind: "day", at: 8 * hourMs, words: "08:00" }],
  // Of a day of 24 hours in eight minutes, begun at six, two hours are 40 seconds.
  ["volume", { kind: "elapsed", at: 40_000, words: "+00:40" }],
] as const)("of a load that keeps its %s", (keep, expected) => {
  const playback = { keep, startDayMs: 6 * hourMs, compression: 180 } as Report["playback"];
  const axis = timeAxis({ playback });
  const at = axis.of(8 * hourMs);
  expect({ kind: axis.kind, at, words: axis.words(at) }).toEqual(expected);
});
