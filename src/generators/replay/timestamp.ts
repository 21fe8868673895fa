import { isoInstant } from "../instant.ts";
import type { Zone } from "./zone.ts";

/** How a time was written: a shifted one is written the same way. */
export const timeStyles = [
  "seconds",
  "milliseconds",
  "microseconds",
  "utc",
  "local-t",
  "local-space",
] as const;
export type TimeStyle = (typeof timeStyles)[number];

export interface RecordedTime {
  /** Milliseconds since the Unix epoch, with a fraction where the recording has one. */
  readonly epochMs: number;
  readonly style: TimeStyle;
}

const clock = String.raw`(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?`;
const zoneOffset = String.raw`(Z|[+-]\d\d(?::?\d\d)?)`;
const iso = new RegExp(String.raw`^(\d{4})-(\d\d)-(\d\d)(?:([T ])${clock}\s?${zoneOffset}?)?$`);
const digits = /^\d{9,19}(?:\.\d+)?$/;

/** 1973-03-03: a smaller number is more likely to be a date without dashes, or no time at all. */
const secondsMin = 1e8;
/** 9999-12-31, the last day that an event can be written for. */
const epochMsMax = 253_402_300_799_999;

/**
 * Reads a time: ISO 8601 with a zone or in the given one (also with a blank for the T, truncated to
 * minutes, hours or the day, or with up to nine decimals), or the time since the Unix epoch in
 * seconds, milliseconds or microseconds, told apart by their size. Undefined where it is none.
 */
export function parseTimestamp(value: unknown, zone: Zone): RecordedTime | undefined {
  if (typeof value === "number") return ofNumber(value);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return digits.test(text) ? ofNumber(Number(text)) : ofIso(text, zone);
}

function ofNumber(value: number): RecordedTime | undefined {
  if (!(value >= secondsMin)) return undefined;
  if (value < 1e11) return { epochMs: value * 1_000, style: "seconds" };
  if (value < 1e14) return { epochMs: value, style: "milliseconds" };
  return value < 1e17 ? { epochMs: value / 1_000, style: "microseconds" } : undefined;
}

function ofIso(text: string, zone: Zone): RecordedTime | undefined {
  const [found, year, month, day, separator, hour, minute, second, fraction, offset] =
    iso.exec(text) ?? [];
  if (found === undefined) return undefined;
  const [y, mo, d] = [Number(year), Number(month), Number(day)];
  const [h, mi, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  if (h > 23 || mi > 59 || s > 59) return undefined;
  const midnight = Date.UTC(y, mo - 1, d);
  if (new Date(midnight).getUTCDate() !== d || mo < 1 || mo > 12) return undefined;
  const fractionMs = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1_000;
  const shownMs = midnight + (h * 60 + mi) * 60_000 + s * 1_000 + fractionMs;
  const isLocal = offset === undefined;
  const epochMs = isLocal ? zone.instantOf(shownMs) : shownMs - offsetOf(offset);
  if (epochMs < 0 || epochMs > epochMsMax) return undefined;
  const style = isLocal ? (separator === "T" ? "local-t" : "local-space") : "utc";
  return { epochMs, style };
}

/** `Z`, `+02:00`, `+0200` or `+02`, in milliseconds. */
function offsetOf(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)?$/.exec(text) ?? [];
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === "-" ? -size : size;
}

/** An instant in the style of a recording, without quotes; to the millisecond. */
export function writeTimestamp(epochMs: number, style: TimeStyle, zone: Zone): string {
  switch (style) {
    case "seconds":
      return String(Math.floor(epochMs) / 1_000);
    case "milliseconds":
      return String(Math.floor(epochMs));
    case "microseconds":
      return String(Math.floor(epochMs) * 1_000);
    case "utc":
      return isoInstant(epochMs);
    case "local-t":
    case "local-space": {
      const shown = isoInstant(epochMs + zone.offsetMs(epochMs)).slice(0, -1);
      return style === "local-t" ? shown : shown.replace("T", " ");
    }
  }
}
