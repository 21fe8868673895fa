import { eventIdPattern } from "./event-id.ts";

/** What one member of an event must be. A member that is not described is let through. */
export type Field = FieldKind & { readonly optional?: true };

type FieldKind =
  | { readonly is: "event-id" }
  | { readonly is: "instant" }
  | { readonly is: "text"; readonly lengthMax: number }
  | { readonly is: "one-of"; readonly values: readonly string[] }
  | { readonly is: "integer" | "number"; readonly min: number; readonly max: number }
  | { readonly is: "point" };

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
  const fieldsByType = new Map(
    Object.entries(contract.types).map(([type, members]) => [
      type,
      Object.entries({ ...everyEvent, ...contract.common, ...members }),
    ]),
  );
  return (body) => {
    if (body["source"] !== contract.source) return `source is not ${contract.source}`;
    const { type } = body;
    if (typeof type !== "string") return "type is missing or not a text";
    const fields = fieldsByType.get(type);
    if (!fields) return `type ${type} is not one of ${contract.source}`;
    for (const [name, field] of fields) {
      const value = body[name];
      if (value === undefined) {
        if (field.optional) continue;
        return `${name} is missing`;
      }
      if (!fits(field, value)) return `${name} is not ${described(field)}`;
    }
    return undefined;
  };
}

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
  }
}
