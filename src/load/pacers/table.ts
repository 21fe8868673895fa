// To add a curve: write a file with its pacer beside this one, and give it a line here, a kind in
// scenario/curve-plan.ts, a member in scenario/schema/curve.ts and one in resolve-curve.ts.
import type { CurvePlan } from "../../scenario/curve-plan.ts";
import { startOfWeekMs } from "../../scenario/curve.ts";
import type { Playback } from "../../scenario/plan.ts";
import { constant } from "./constant.ts";
import { hourly } from "./hourly.ts";
import type { Pacer } from "./pacer.ts";
import { ramp } from "./ramp.ts";
import { repeat } from "./repeat.ts";
import { scaled } from "./scaled.ts";
import { sine } from "./sine.ts";
import { spike } from "./spike.ts";
import { stairs } from "./stairs.ts";
import { sum } from "./sum.ts";

/** How many are played of a curve, of which stretch of the calendar, and in what time. */
export interface Played extends Pick<
  Playback,
  "date" | "startOfDayMs" | "spanDayMs" | "playedInMs"
> {
  readonly total: number;
}

/** The pacer of a curve. Times are real ones: the stretch is walked in `playedInMs`. */
export function pacerOf(curve: CurvePlan, played: Played): Pacer {
  const span = { total: played.total, lengthUs: played.playedInMs * 1_000 };
  switch (curve.kind) {
    case "constant":
      return constant(span);
    case "ramp":
      return ramp(curve, span);
    case "stairs":
      return stairs(curve.weights, span);
    case "spike":
      return spike(curve, span);
    case "sine":
      return sine(curve, span);
    case "hourly": {
      const stretch = { startMs: startOfWeekMs(played), spanMs: played.spanDayMs };
      return hourly(curve.weights, { ...span, ...stretch });
    }
    case "sum": {
      const parts = curve.parts.map(({ share, curve: part }) =>
        pacerOf(part, { ...played, total: played.total * share }),
      );
      return scaled(sum(parts), played.total);
    }
    case "repeat": {
      const round = {
        ...played,
        spanDayMs: played.spanDayMs / curve.times,
        playedInMs: played.playedInMs / curve.times,
      };
      return scaled(repeat(pacerOf(curve.curve, round), curve.times), played.total);
    }
  }
}
