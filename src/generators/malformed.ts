import type { Random } from "../core/random.ts";
import type { Violation } from "./contract.ts";

/** The ways in which a record is planted malformed. */
export const defects = [
  "truncated",
  "member-missing",
  "member-mistyped",
  "type-unknown",
  "timestamp-bad",
] as const;
export type Defect = (typeof defects)[number];

/** A truncated body keeps at least so many characters. */
const truncatedMin = 90;

const badTimestamps = ["2026-13-41T25:61:00.000Z", "15/06/2026 08:30", "yesterday", ""];

/**
 * A body that looks like this one and that its contract, or the JSON parser, refuses. It is text
 * without line breaks, as every record.
 */
export function spoil(
  body: string,
  { defect, random, violation }: { defect: Defect; random: Random; violation: Violation },
): string {
  const event = JSON.parse(body) as Record<string, unknown>;
  switch (defect) {
    case "truncated":
      // An object that is not closed is no JSON, wherever it was cut.
      return body.slice(0, Math.floor(random.between(truncatedMin, body.length)));
    case "member-missing":
      return JSON.stringify(firstRefused(event, { random, violation, alter: () => undefined }));
    case "member-mistyped":
      return JSON.stringify(firstRefused(event, { random, violation, alter: mistyped }));
    case "type-unknown":
      return JSON.stringify({ ...event, type: `${String(event["type"])}_v0` });
    case "timestamp-bad":
      return JSON.stringify({ ...event, timestamp: random.pick(badTimestamps) });
  }
}

interface Alteration {
  readonly random: Random;
  readonly violation: Violation;
  /** Undefined removes the member. */
  readonly alter: (value: unknown) => unknown;
}

/** Alters the first member, from a random one on, that the contract misses or minds. */
function firstRefused(
  event: Readonly<Record<string, unknown>>,
  { random, violation, alter }: Alteration,
): Record<string, unknown> {
  const names = Object.keys(event);
  const start = random.below(names.length);
  for (let i = 0; i < names.length; i++) {
    const name = names[(start + i) % names.length] as string;
    const altered = { ...event, [name]: alter(event[name]) };
    if (violation(altered) !== undefined) return altered;
  }
  throw new Error(`no member of ${JSON.stringify(event)} is under contract`);
}

/** A text where there was a number, a number where there was a text. */
function mistyped(value: unknown): unknown {
  if (typeof value === "string") return value.length;
  return typeof value === "number" ? String(value) : "n/a";
}
