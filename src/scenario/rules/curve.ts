import type { Finding } from "../../core/document/finding.ts";
import { listed } from "../../core/document/mistake.ts";
import type { Path } from "../../core/document/paths.ts";
import { formatDuration, formatShare } from "../../core/units.ts";
import { curveOf, hoursOfDay, resolveCurve, type AnyCurve } from "../resolve-curve.ts";
import { curveNames, dayNames } from "../schema/curve.ts";
import type { Scenario } from "../schema.ts";
import { shareTolerance } from "./share-tolerance.ts";

/** What is looked at, where it stands, and what it needs of the scenario. */
interface Place<T> {
  readonly value: T;
  readonly path: Path;
  readonly spanMs: number;
  /** The curves that there may be within it. */
  readonly within: readonly string[];
}

/** That a load has one curve, that each curve is whole, and that there is something to send. */
export function curveRules({ load, playback }: Scenario): readonly Finding[] {
  const path: Path = load.curve ? ["load", "curve"] : ["load", "hourly"];
  const findings: Finding[] = [];
  if (load.curve && load.hourly) {
    findings.push({
      path: ["load", "hourly"],
      at: "key",
      message: "there is `load.curve` too: a load has one of them",
      hint: "move the weights to `load.curve.hourly`, or leave them out",
      uses: [["load", "curve"]],
    });
  }
  const spanMs = playback.span;
  if (load.curve) {
    const whole = { value: load.curve, path, spanMs, within: curveNames.whole };
    findings.push(...curveFindings(whole));
  }
  if (findings.length > 0) return findings;
  const calendar = { ...playback, startOfDayMs: playback.startsAt, spanDayMs: spanMs };
  if (resolveCurve(load, calendar).meanWeight === 0) {
    const what = curveOf(load).sum ? "all its curves" : "all its hours";
    findings.push({
      path,
      at: "key",
      message: `${what} are 0 in the stretch that is played: nothing would be sent`,
      uses: ["startsAt", "span", "date"].map((key) => ["playback", key]),
    });
  }
  return findings;
}

function curveFindings({ value, path, spanMs, within }: Place<AnyCurve>): Finding[] {
  const written = within.filter((name) => Object.hasOwn(value, name));
  const findings: Finding[] = [];
  if (written.length !== 1) {
    const found = written.length === 0 ? "an empty one" : listed(written);
    findings.push({
      path,
      at: "key",
      message: `found ${found}, expected one of ${listed(within, "or")}`,
      uses: within.map((name) => [...path, name]),
    });
  }
  const { ramp, spike, weekly, sum, repeat } = value;
  const inside = <T>(name: string, inner: T): Place<T> => {
    const isWhole = within === curveNames.whole;
    const deeper = name === "sum" ? curveNames.partOfSum : curveNames.repeated;
    return {
      value: inner,
      path: [...path, name],
      spanMs,
      within: isWhole ? deeper : curveNames.shape,
    };
  };
  if (ramp?.from === 0 && ramp.to === 0) {
    const message = "both weights are 0, expected one above it";
    findings.push({ path: [...path, "ramp"], at: "key", message });
  }
  if (spike) findings.push(...spikeFindings(inside("spike", spike)));
  if (weekly) findings.push(...weekFindings(inside("weekly", weekly)));
  if (sum) findings.push(...sumFindings(inside("sum", sum)));
  if (repeat) findings.push(...repeatFindings(inside("repeat", repeat)));
  return findings;
}

function spikeFindings({ value, path }: Place<NonNullable<AnyCurve["spike"]>>): Finding[] {
  const { at, width, times } = value;
  if (at + width > 1 + shareTolerance) {
    const message =
      `found ${formatShare(width)}, expected at most ${formatShare(1 - at)}: ` +
      "the burst ends within the stretch";
    return [{ path: [...path, "width"], message, uses: [[...path, "at"]] }];
  }
  if (times > 0 || width < 1) return [];
  const message = "a burst of 0 times that lasts throughout: nothing would be sent";
  return [{ path: [...path, "times"], message, uses: [[...path, "width"]] }];
}

function weekFindings({ value, path }: Place<NonNullable<AnyCurve["weekly"]>>): Finding[] {
  const missing = dayNames.filter((day) => hoursOfDay(value, day) === undefined);
  if (missing.length > 0) {
    const uses = [...missing, "weekdays", "weekends"].map((name) => [...path, name]);
    return [{ path, at: "key", message: `there are no weights for ${listed(missing)}`, uses }];
  }
  const isAbove0 = dayNames.some((day) => hoursOfDay(value, day)?.some((weight) => weight > 0));
  return isAbove0 ? [] : [{ path, at: "key", message: "all weights are 0" }];
}

function sumFindings(place: Place<NonNullable<AnyCurve["sum"]>>): Finding[] {
  const { value, path } = place;
  const findings = value.flatMap((part, i) =>
    curveFindings({ ...place, value: part, path: [...path, i] }),
  );
  const total = value.reduce((sum, { share }) => sum + share, 0);
  if (Math.abs(total - 1) > shareTolerance) {
    findings.push({
      path,
      at: "key",
      message: `the shares add up to ${formatShare(total, 6)}, expected 100 %`,
      uses: value.map((_, i) => [...path, i, "share"]),
    });
  }
  return findings;
}

function repeatFindings(place: Place<NonNullable<AnyCurve["repeat"]>>): Finding[] {
  const { value, path, spanMs } = place;
  const { times, every, curve } = value;
  const findings = curveFindings({ ...place, value: curve, path: [...path, "curve"] });
  if ((times === undefined) === (every === undefined)) {
    const found = times === undefined ? "neither" : "both";
    const message = `found ${found}, expected \`times\` or \`every\``;
    const uses = ["times", "every"].map((name) => [...path, name]);
    findings.push({ path, at: "key", message, uses });
  } else if (every !== undefined && every > spanMs) {
    const message =
      `found ${formatDuration(every)}, expected at most the stretch of ` + formatDuration(spanMs);
    findings.push({ path: [...path, "every"], message, uses: [["playback", "span"]] });
  }
  return findings;
}
