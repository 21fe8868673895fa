import { encode } from "cborg";
import type { Random } from "../../src/core/random.ts";
import { hostileValue, ownMember, prototypeNames } from "./hostile-values.ts";

type Input = Readonly<Record<string, unknown>>;

/** An input with up to three members changed, somewhere within it. */
export function mutateInput(input: Input, random: Random, form: "json" | "cbor"): unknown {
  let mutated: unknown = input;
  for (let left = 1 + random.below(3); left > 0; left--) {
    mutated = mutateWithin(mutated, random, form);
  }
  return mutated;
}

function mutateWithin(value: unknown, random: Random, form: "json" | "cbor"): unknown {
  const inner = membersOf(value);
  if (inner === undefined || random.chance(0.1)) return hostileValue(random, form);
  const entries = [...inner];
  const at = random.below(Math.max(1, entries.length));
  const entry = entries[at];
  switch (entry && !random.chance(0.15) ? random.pick(["remove", "replace", "within"]) : "add") {
    case "add": {
      const name = random.pick([...prototypeNames, "Unknown", "StreamName", "QueueUrl", "Data"]);
      entries.push([name, hostileValue(random, form)]);
      break;
    }
    case "remove":
      entries.splice(at, 1);
      break;
    case "replace":
      entries[at] = [entry?.[0] ?? "", hostileValue(random, form)];
      break;
    case "within":
      entries[at] = [entry?.[0] ?? "", mutateWithin(entry?.[1], random, form)];
  }
  if (Array.isArray(value)) return entries.map(([, member]) => member);
  const object = {};
  for (const [name, member] of entries) {
    Object.defineProperties(object, Object.getOwnPropertyDescriptors(ownMember(name, member)));
  }
  return object;
}

/** Undefined for what has no members. */
function membersOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || Array.isArray(value) ? Object.entries(value) : undefined;
}

/** JSON, with what was marked as `@@token@@` written as that token. */
export function writeJson(value: unknown): string {
  return (JSON.stringify(value) ?? "").replaceAll(/"@@(.*?)@@"/g, "$1");
}

/** JSON whose first object has a member twice, or that is nested deeper than any stack. */
export function oddJson(text: string, random: Random): string {
  const name = /"(\w+)":/.exec(text)?.[1] ?? "a";
  return random.pick([
    text.replace("{", `{"${name}":${random.pick(["1", '"a"', "null", "{}"])},`),
    text.replace(/\}$/, `,"${name}":[${"[".repeat(50)}${"]".repeat(51)}}`),
    "[".repeat(200_000),
    `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
    `{"${name}":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
    `\ufeff${text}`,
    `${text}${text}`,
    text.replaceAll('"', "'"),
    `/* */${text}`,
    text.replaceAll(",", ",,"),
    `"${text.replaceAll('"', '\\"')}"`,
  ]);
}

export function writeCbor(value: unknown): Buffer {
  return Buffer.from(encode(value));
}

/** CBOR by hand: what no encoder writes. */
export function oddCbor(random: Random): Buffer {
  return random.pick([
    // Indefinite lengths without an end, and an end without a beginning.
    Buffer.from("bf", "hex"),
    Buffer.from("9f9f9fff", "hex"),
    Buffer.from("ff", "hex"),
    Buffer.from("5f41ff", "hex"),
    // Lengths of 2^32 and 2^64 for what is not there.
    Buffer.from("bb00000001000000006161", "hex"),
    Buffer.from("9bffffffffffffffff", "hex"),
    Buffer.from("5bffffffffffffffff00", "hex"),
    Buffer.from("7affffffff61", "hex"),
    Buffer.alloc(200_000, 0x81),
    Buffer.alloc(200_000, 0xa1),
    Buffer.alloc(200_000, 0x9f),
    Buffer.alloc(200_000, 0xc1),
    // A key that is a number, one twice, and half floats.
    Buffer.from("a10102", "hex"),
    Buffer.from("a2616101616102", "hex"),
    Buffer.from("a1654c696d6974f97e00", "hex"),
    Buffer.from("a1654c696d6974f97c00", "hex"),
    Buffer.from("a1654c696d69741bffffffffffffffff", "hex"),
    Buffer.from("a1654c696d69743bffffffffffffffff", "hex"),
  ]);
}
