import { missingParameter, SqsError } from "./errors.ts";

/** A parsed JSON object. Nothing in it is known until it was read by the functions below. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads an optional string; null counts as absent. */
export function optionalText(input: JsonObject, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw wrongType(name, "a string");
  return value;
}

/** Reads a string that must be there and not be empty. */
export function requiredText(input: JsonObject, name: string): string {
  const value = optionalText(input, name);
  if (!value) throw missingParameter(name);
  return value;
}

/** Reads QueueName, for whose absence AWS has words of its own. */
export function queueNameOf(input: JsonObject): string {
  const name = optionalText(input, "QueueName");
  if (name) return name;
  throw new SqsError(
    "InvalidParameterValueException",
    "Value for parameter QueueName is invalid. Reason: Must specify a queue name.",
  );
}

export function optionalInteger(input: JsonObject, name: string): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(name, "an integer");
  return value;
}

/** Reads a list of strings; an absent one is empty. */
export function textList(input: JsonObject, name: string): readonly string[] {
  const value = optionalList(input, name);
  if (!value.every((item) => typeof item === "string")) throw wrongType(name, "a list of strings");
  return value;
}

export function optionalList(input: JsonObject, name: string): readonly unknown[] {
  const value = input[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrongType(name, "a list");
  return value;
}

export function optionalObject(input: JsonObject, name: string): JsonObject | undefined {
  const value = input[name];
  return value === undefined || value === null ? undefined : objectOf(value, name);
}

/** Reads an optional map of strings. */
export function textMap(input: JsonObject, name: string): Readonly<Record<string, string>> {
  const map = optionalObject(input, name) ?? {};
  for (const key of Object.keys(map)) {
    if (typeof map[key] !== "string") throw wrongType(`${name}.${key}`, "a string");
  }
  return map as Readonly<Record<string, string>>;
}

export function objectOf(value: unknown, name: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongType(name, "an object");
  }
  return value as JsonObject;
}

function wrongType(name: string, expected: string): SqsError {
  return new SqsError("SerializationException", `${name} is not ${expected}.`);
}
