import { Tagged } from "cborg";
import type { Random } from "../../src/core/random.ts";

/** Names that objects, maps and arrays have of themselves. */
export const prototypeNames = ["__proto__", "constructor", "prototype", "toString", "length", ""];

export const hostileTexts: readonly string[] = [
  "",
  " ",
  "\0",
  "\ud800",
  "\udfff\ud800",
  "\ufffe\uffff",
  "\u0007\u001b[31m\u007f\u0085",
  "é\u0301ÅΩ漢字👩‍👩‍👧‍👦\u202e\ufeff",
  "../../../../etc/passwd",
  "%00%ff%zz%",
  "'\"<>&;\\`$(x){{}}]]>",
  "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>",
  "arn:aws:::::::",
  "arn:aws:kinesis:us-east-1:000000000000:stream/",
  "arn:aws:sqs:us-east-1:000000000000:__proto__",
  "http://[::",
  "http://127.0.0.1:1/000000000000/",
  "-1",
  "1e999",
  "99999999999999999999999999999999999999",
  "0x10",
  "NaN",
  "null",
  "All",
  "=".repeat(10),
  "AAAA=AAA",
  ...prototypeNames,
];

/** A text that is long, by a length that shows quadratic work. */
export function longText(random: Random): string {
  const unit = random.pick(["a", "é", "a.", "/", "<", "%41", "\\", "\0", "=", "漢"]);
  return unit.repeat(random.pick([129, 1_025, 2_049, 70_000, 300_000]));
}

/** What JSON has no form for; `writeJson` writes the inside of the marks as it is. */
const tokens = [
  "NaN",
  "-Infinity",
  "1e999",
  "-1e999",
  "-0",
  "1.",
  "0x10",
  "undefined",
  "'a'",
  "/**/1",
];

const numbers = [-1, 0, 1, 0.5, -0.5, 11, 901, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21, 1e308, -1e308];

/** Any value at all, of the kinds that JSON and CBOR share or have alone. */
export function hostileValue(random: Random, form: "json" | "cbor"): unknown {
  const kinds: (() => unknown)[] = [
    () => random.pick(hostileTexts),
    () => random.pick(numbers),
    () => longText(random),
    () => random.pick([null, true, false]),
    () => random.pick([[], {}, [null], { a: null }, [[]], [{}], [1, "a", null]]),
    () => nested(random.pick(form === "json" ? [3, 70, 2_000] : [3, 70, 300]), random.chance(0.5)),
    () => ownMember(random.pick(prototypeNames), random.pick(["a", 1, null, {}])),
    () => Array.from({ length: random.pick([11, 501, 10_001]) }, () => random.pick(["a", 1, null])),
  ];
  kinds.push(
    form === "json"
      ? () => `@@${random.pick(tokens)}@@`
      : () =>
          random.pick([
            NaN,
            Infinity,
            -Infinity,
            undefined,
            new Uint8Array(random.below(2_000)),
            new Tagged(1, 1e300),
            new Tagged(1, -1e15),
            new Tagged(1, "soon"),
            new Tagged(4_000_000_000, [1]),
          ]),
  );
  return random.pick(kinds)();
}

/** An object whose member is its own, whatever the name. */
export function ownMember(name: string, value: unknown): Record<string, unknown> {
  return Object.defineProperty({}, name, { value, enumerable: true, configurable: true });
}

function nested(depth: number, isList: boolean): unknown {
  let value: unknown = "deep";
  for (let i = 0; i < depth; i++) value = isList ? [value] : { a: value };
  return value;
}
