import type { CurvePlan, SumPlan } from "./curve-plan.ts";
import { normalised, playedWeight, startOfWeekMs, type Stretch } from "./curve.ts";
import type { Playback } from "./plan.ts";
import { dayNames, type Curve } from "./schema/curve.ts";
import type { Scenario } from "./schema.ts";

export interface ResolvedCurve {
  readonly curve: CurvePlan;
  /**
   * The mean rate over the played stretch, over the volume. It is 1 but for what follows the
   * calendar, whose volume is the mean of the whole day or week.
   */
  readonly meanWeight: number;
}

/** Any curve of a scenario: its one member is there, and those that it may not have are not. */
export type AnyCurve = Omit<Curve, "sum" | "repeat"> & {
  readonly sum?: readonly (AnyCurve & { readonly share: number })[] | undefined;
  readonly repeat?: AnyRepeat | undefined;
};

export interface AnyRepeat {
  readonly times?: number | undefined;
  readonly every?: number | undefined;
  readonly curve: AnyCurve;
}

type Week = NonNullable<Curve["weekly"]>;
type DayName = (typeof dayNames)[number];
type Calendar = Pick<Playback, "date" | "startOfDayMs" | "spanDayMs">;

export function resolveCurve(load: Scenario["load"], calendar: Calendar): ResolvedCurve {
  const stretch = { startMs: startOfWeekMs(calendar), spanMs: calendar.spanDayMs };
  return resolved(curveOf(load), stretch);
}

/** The curve that is written, in its short form or its long one. */
export function curveOf({ curve, hourly }: Pick<Scenario["load"], "curve" | "hourly">): AnyCurve {
  return curve ?? (hourly ? { hourly } : { constant: {} });
}

function resolved(curve: AnyCurve, stretch: Stretch): ResolvedCurve {
  if (curve.hourly) return onCalendar(curve.hourly, stretch);
  if (curve.weekly) return onCalendar(hoursOfWeek(curve.weekly), stretch);
  if (curve.sum) return resolvedSum(curve.sum, stretch);
  return { curve: laidOver(curve, stretch), meanWeight: 1 };
}

function onCalendar(hours: readonly number[], stretch: Stretch): ResolvedCurve {
  const weights = normalised(hours);
  return { curve: { kind: "hourly", weights }, meanWeight: playedWeight(weights, stretch) };
}

/** The 168 hours from Monday. */
function hoursOfWeek(week: Week): readonly number[] {
  return dayNames.flatMap((day) => hoursOfDay(week, day) ?? []);
}

/** A day's own hours, or those of its kind. Undefined where the week has neither. */
export function hoursOfDay(week: Week, day: DayName): readonly number[] | undefined {
  const isWeekend = day === "saturday" || day === "sunday";
  return week[day] ?? (isWeekend ? week.weekends : week.weekdays);
}

function resolvedSum(parts: NonNullable<AnyCurve["sum"]>, stretch: Stretch): ResolvedCurve {
  const all = parts.map(({ share, ...part }) => {
    const { curve, meanWeight } = resolved(part, stretch);
    return { share: share * meanWeight, curve };
  });
  const meanWeight = all.reduce((sum, { share }) => sum + share, 0);
  const played: SumPlan["parts"] = all
    .filter(({ share }) => share > 0)
    .map(({ share, curve }) => ({ share: share / meanWeight, curve }));
  return { curve: { kind: "sum", parts: played }, meanWeight };
}

/** Of a curve that is laid over the stretch, whatever the calendar says. */
function laidOver({ ramp, stairs, spike, sine, repeat }: AnyCurve, stretch: Stretch): CurvePlan {
  if (ramp) {
    const mean = (ramp.from + ramp.to) / 2;
    return { kind: "ramp", from: ramp.from / mean, to: ramp.to / mean };
  }
  if (stairs) return { kind: "stairs", weights: normalised(stairs) };
  if (spike) return { kind: "spike", ...spike };
  if (sine) return { kind: "sine", ...sine };
  if (repeat) {
    const times = repeat.every === undefined ? (repeat.times ?? 1) : stretch.spanMs / repeat.every;
    return { kind: "repeat", times, curve: resolved(repeat.curve, stretch).curve };
  }
  return { kind: "constant" };
}
