import { z } from "zod";
import {
  parseCount,
  parseDurationMs,
  parseRatePerSecond,
  parseShare,
  parseSizeBytes,
} from "../../core/units.ts";
import { listed } from "./mistake.ts";

/**
 * Quantities as a scenario file writes them. Each schema takes text and gives a number
 * (milliseconds, bytes, records a second, a share of one). The error of each is what was expected,
 * in words: the loader puts before it where and what was found. Bounds are texts, as shown.
 */
export interface Bounds {
  readonly min?: string;
  readonly max?: string;
  /** Where the bound comes from, as in `PutRecords takes 500 records at most`. */
  readonly why?: string;
}

interface Quantity {
  readonly what: string;
  readonly pattern: RegExp;
  readonly examples: readonly string[];
  readonly parse: (text: string) => number | undefined;
}

const durations: Quantity = {
  what: "a duration",
  pattern: /^(\d+(\.\d+)?\s*(ms|s|sec|m|min|h|d)\s*)+$/,
  examples: ["24h", "2min", "5s", "250ms"],
  parse: parseDurationMs,
};

const sizes: Quantity = {
  what: "a size",
  pattern: /^\d+(\.\d+)?\s*(B|kB|KB|MB|GB|KiB|MiB|GiB)$/,
  examples: ["10 MiB", "512 KiB"],
  parse: parseSizeBytes,
};

const rates: Quantity = {
  what: "a rate",
  pattern: /^\d[\d_]*(\.\d+)?\s*[kMGB]?\s*\/\s*(s|sec|second|min|minute|h|hour|d|day)$/,
  examples: ["80M/day", "1000/s"],
  parse: parseRatePerSecond,
};

const shares: Quantity = {
  what: "a percentage",
  pattern: /^\d+(\.\d+)?\s*%$/,
  examples: ["0.5%", "99.99 %"],
  parse: parseShare,
};

export const durationMs = (bounds: Bounds = {}) => quantity(durations, bounds);
export const sizeBytes = (bounds: Bounds = {}) => quantity(sizes, bounds);
export const ratePerSecond = (bounds: Bounds = {}) => quantity(rates, bounds);
export const share = (bounds: Bounds = {}) => quantity(shares, { max: "100 %", ...bounds });

/** `10s..2h` to a pair of milliseconds, the first at most the second. */
export function durationRangeMs() {
  const expected = "two durations from the shorter to the longer, as in `10s..2h`";
  const one = String.raw`(\d+(\.\d+)?\s*(ms|s|sec|m|min|h|d)\s*)+`;
  return z
    .string({ error: expected })
    .regex(new RegExp(String.raw`^${one}\.\.\s*${one}$`), { error: expected, abort: true })
    .refine((text) => isAscending(parseRange(text)), { error: expected })
    .meta({ examples: ["10s..2h"] })
    .transform(parseRange);
}

/** A whole number, as digits or as people write them: `500`, `20k`, `1.5M`. */
export function count(bounds: { min: number; max: number; why?: string }) {
  const range = `from ${bounds.min} to ${bounds.max}`;
  const expected = `a whole number ${range}, as in \`500\` or \`20k\`${because(bounds)}`;
  const digits = z.int().min(bounds.min).max(bounds.max);
  const text = z
    .string()
    .regex(/^\d[\d_]*(\.\d+)?\s*[kMGB]?$/)
    .refine((written) => isWithin(parseCount(written), bounds))
    .meta({ examples: ["20k", "1.5M"] })
    .transform((written) => parseCount(written) ?? Number.NaN);
  return z.union([digits, text], { error: expected });
}

/** A whole number within AWS's limits or ours. */
export function wholeNumber(bounds: { min: number; max: number; why?: string }) {
  const error = `a whole number from ${bounds.min} to ${bounds.max}${because(bounds)}`;
  return z.int({ error }).min(bounds.min, { error }).max(bounds.max, { error });
}

function quantity({ what, pattern, examples, parse }: Quantity, bounds: Bounds) {
  const min = bounds.min === undefined ? 0 : numberOf(bounds.min, parse);
  const max = bounds.max === undefined ? Infinity : numberOf(bounds.max, parse);
  const fitting = examples.filter((example) => isWithin(parse(example), { min, max }));
  if (fitting.length === 0) fitting.push(bounds.max ?? bounds.min ?? "");
  const expected = `${what}${rangeOf(bounds)}, as in ${listed(fitting, "or")}${because(bounds)}`;
  return z
    .string({ error: expected })
    .regex(pattern, { error: expected, abort: true })
    .refine((text) => isWithin(parse(text), { min, max }), { error: expected })
    .meta({ examples: fitting })
    .transform((text) => numberOf(text, parse));
}

function numberOf(text: string, parse: Quantity["parse"]): number {
  const number = parse(text);
  if (number === undefined) throw new Error(`not a quantity: ${text}`);
  return number;
}

function parseRange(text: string): readonly [number, number] {
  const [from = "", to = ""] = text.split("..");
  return [parseDurationMs(from) ?? Number.NaN, parseDurationMs(to) ?? Number.NaN];
}

function isAscending([from, to]: readonly [number, number]): boolean {
  return from <= to;
}

function isWithin(value: number | undefined, bounds: { min: number; max: number }): boolean {
  return value !== undefined && value >= bounds.min && value <= bounds.max;
}

function rangeOf({ min, max }: Bounds): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? "" : ` of at most ${max}`;
}

function because({ why }: { why?: string }): string {
  return why === undefined ? "" : ` (${why})`;
}
