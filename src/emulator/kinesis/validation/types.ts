import { KinesisError } from "../errors.ts";
import type { Members, Rule } from "./rules.ts";

type Values = Record<string, unknown>;

/**
 * The members of an input that the rules know, brought to our types: blobs to bytes, timestamps to
 * milliseconds. Unknown members and nulls are left out, as the service does.
 *
 * @throws KinesisError of code SerializationException where a value has another type.
 */
export function readMembers(members: Members, input: Values): Values {
  const known: Values = {};
  for (const name of Object.keys(members)) {
    const value = input[name];
    if (value === undefined || value === null) continue;
    known[name] = readValue(members[name] as Rule, value, name);
  }
  return known;
}

function readValue(rule: Rule, value: unknown, name: string): unknown {
  switch (rule.type) {
    case "String":
      return typeof value === "string" ? value : refuse(value, "an String");
    case "Integer":
      return typeof value === "number" ? Math.floor(value) : refuse(value, "an Integer");
    case "Boolean":
      return typeof value === "boolean" ? value : refuse(value, "an Boolean");
    case "Timestamp":
      // CBOR has times of its own. AWS JSON carries seconds, with the milliseconds as decimals.
      if (value instanceof Date) return value.getTime();
      return typeof value === "number" ? Math.round(value * 1_000) : refuse(value, "a Timestamp");
    case "Blob":
      if (value instanceof Uint8Array) return value;
      return typeof value === "string" ? readBlob(value) : refuse(value, "a Blob");
    case "List":
      if (!Array.isArray(value)) return refuseShape(value, "list");
      return value.map((member: unknown) =>
        member === null ? undefined : readValue(rule.member, member, name),
      );
    case "Map":
      return Object.fromEntries(
        Object.entries(asObject(value, "map")).map(([key, member]) => [
          key,
          readValue(rule.value, member, name),
        ]),
      );
    case "Structure":
      return readMembers(rule.members, asObject(value, "structure"));
    case "Unsupported":
      if (value === false) return value;
      throw new KinesisError(
        "NotImplementedException",
        `${name} is not implemented by this emulator.`,
      );
  }
}

function asObject(value: unknown, kind: "map" | "structure"): Values {
  const isPlain = !(value instanceof Uint8Array) && !(value instanceof Date);
  if (typeof value === "object" && value !== null && !Array.isArray(value) && isPlain) {
    return value as Values;
  }
  return refuseShape(value, kind);
}

/** Base64 as the service takes it: whole groups of four, with padding. */
function readBlob(text: string): Buffer {
  if (text.length % 4 !== 0) {
    throw serialization(
      `'${text}' can not be converted to a Blob: Base64 encoded length is expected a multiple of ` +
        `4 bytes but found: ${text.length}`,
    );
  }
  const data = Buffer.from(text, "base64");
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  // Node skips what is not base64: the bytes are then too few.
  const isUrlSafe = text.includes("-") || text.includes("_");
  if (data.length === (text.length / 4) * 3 - padding && !isUrlSafe) return data;
  const wrong = /[^A-Za-z0-9+/=]|=(?=[^=])/.exec(text)?.[0] ?? "=";
  throw serialization(
    `'${text}' can not be converted to a Blob: Invalid Base64 character: '${wrong}'`,
  );
}

/** What the service calls a JSON value in its messages. */
const javaClasses: ReadonlyMap<string, string> = new Map([
  ["boolean", "lang.Boolean"],
  ["number", "math.BigDecimal"],
  ["string", "lang.String"],
]);

function refuse(value: unknown, type: string): never {
  const found = javaClasses.get(typeof value);
  if (found) throw serialization(`class java.${found} can not be converted to ${type}`);
  throw serialization(
    Array.isArray(value)
      ? "Start of list found where not expected"
      : "Start of structure or map found where not expected.",
  );
}

function refuseShape(value: unknown, kind: "list" | "map" | "structure"): never {
  if (Array.isArray(value)) throw serialization("Start of list found where not expected");
  if (typeof value === "object" && value !== null) {
    throw serialization("Start of structure or map found where not expected.");
  }
  throw serialization(kind === "structure" ? "Expected null" : `Expected ${kind} or null`);
}

function serialization(message: string): KinesisError {
  return new KinesisError("SerializationException", message);
}
