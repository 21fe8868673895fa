import { eventIdPattern } from "./event-id.ts";

/**
 * What one member of an event must be. A member that is not described is let through, and so is
 * null where `nullable` says so.
 */
export type Field = FieldKind & { readonly optional?: true; readonly nullable?: true };

type FieldKind =
  | { readonly is: "event-id" | "instant" | "boolean" | "null" }
  | { readonly is: "text"; readonly lengthMax: number }
  | { readonly is: "one-of"; readonly values: readonly string[] }
  | { readonly is: "integer" | "number"; readonly min: number; readonly max: number }
  | { readonly is: "point" }
  | { readonly is: "list"; readonly of: FieldKind; readonly countMax: number }
  | { readonly is: "object"; readonly members: Members };

export type Members = Readonly<Record<string, Field>>;

/** The contract of a source's events, as data. */
export interface Contract {
  readonly source: string;
  /** Members of every event of the source. */
  readonly common: Members;
  /** Further members by event type. A type that is not here is unknown. */
  readonly types: Readonly<Record<string, Members>>;
}

export type Violation = (body: Readonly<Record<string, unknown>>) => string | undefined;

/** Members of every event of any source. `retry` counts the times that a client sent it before. */
const everyEvent: Members = {
  eventId: { is: "event-id" },
  timestamp: { is: "instant" },
  retry: { is: "integer", min: 1, max: 100, optional: true },
};

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Makes the validation of a contract: it answers the first thing that is wrong, or undefined. */
export function validation(contract: Contract): Violation {
  const membersByType = new Map<string, Members>(
    Object.entries(contract.types).map(([type, members]) => [
      type,
      { ...everyEvent, ...contract.common, ...members },
    ]),
  );
  return (body) => {
    if (body["source"] !== contract.source) return `source is not ${contract.source}`;
    const { type } = body;
    if (typeof type !== "string") return "type is missing or not a text";
    const members = membersByType.get(type);
    if (!members) return `type ${type} is not one of ${contract.source}`;
    return firstWrong(body, { members, path: "" });
  };
}

/** What is wrong with the first member that does not fit; a nested one is named by its path. */
function firstWrong(
  values: Readonly<Record<string, unknown>>,
  { members, path }: { readonly members: Members; readonly path: string },
): string | undefined {
  // Looked up by name, without a list of entries: workers do this for every record.
  for (const name in members) {
    const field = members[name] as Field;
    const value = values[name];
    if (value === undefined) {
      if (field.optional) continue;
      return `${path}${name} is missing`;
    }
    if (value === null && field.nullable) continue;
    if (!fits(field, value)) return `${path}${name} is not ${described(field)}`;
    if (field.is !== "object") continue;
    const nested = { members: field.members, path: `${path}${name}.` };
    const wrong = firstWrong(value as Record<string, unknown>, nested);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Of an object, that it is one: its members are looked at by `firstWrong`. */
function fits(field: FieldKind, value: unknown): boolean {
  switch (field.is) {
    case "event-id":
      return typeof value === "string" && eventIdPattern.test(value);
    case "instant":
      return (
        typeof value === "string" && instantPattern.test(value) && !Number.isNaN(Date.parse(value))
      );
    case "text":
      return typeof value === "string" && value.length > 0 && value.length <= field.lengthMax;
    case "one-of":
      return typeof value === "string" && field.values.includes(value);
    case "integer":
      return Number.isInteger(value) && within(value, field.min, field.max);
    case "number":
      return within(value, field.min, field.max);
    case "point":
      return isPoint(value);
    case "boolean":
      return typeof value === "boolean";
    case "null":
      return value === null;
    case "list":
      return (
        Array.isArray(value) &&
        value.length <= field.countMax &&
        value.every((item) => fits(field.of, item))
      );
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
  }
}

function within(value: unknown, min: number, max: number): boolean {
  return typeof value === "number" && value >= min && value <= max;
}

/** A GeoJSON point: longitude first (RFC 7946). */
function isPoint(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { type, coordinates } = value as Record<string, unknown>;
  return (
    type === "Point" &&
    Array.isArray(coordinates) &&
    coordinates.length === 2 &&
    within(coordinates[0], -180, 180) &&
    within(coordinates[1], -90, 90)
  );
}

function described(field: FieldKind): string {
  switch (field.is) {
    case "event-id":
      return "an event id";
    case "instant":
      return "an ISO 8601 instant in UTC";
    case "text":
      return `a text of 1 to ${field.lengthMax} characters`;
    case "one-of":
      return `one of ${field.values.join(", ")}`;
    case "integer":
    case "number":
      return `${field.is === "integer" ? "an" : "a"} ${field.is} of ${field.min} to ${field.max}`;
    case "point":
      return "a GeoJSON point";
    case "boolean":
      return "true or false";
    case "null":
      return "null";
    case "list":
      return `a list of up to ${field.countMax}, each ${described(field.of)}`;
    case "object":
      return "an object";
  }
}
