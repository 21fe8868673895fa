import { describe, expect, it } from "vitest";
import { validation } from "./contract.ts";
import { eventIds } from "./event-id.ts";

const violation = validation({
  source: "lab",
  common: { name: { is: "text", lengthMax: 5 } },
  types: {
    plain: {},
    rich: {
      level: { is: "one-of", values: ["low", "high"] },
      count: { is: "integer", min: 0, max: 9 },
      ratio: { is: "number", min: 0, max: 1, optional: true },
      where: { is: "point" },
    },
    nested: {
      gone: { is: "null" },
      seats: { is: "list", of: { is: "text", lengthMax: 3 }, countMax: 2 },
      row: {
        is: "object",
        nullable: true,
        members: {
          open: { is: "boolean" },
          note: { is: "text", lengthMax: 9, optional: true },
          source: { is: "object", members: { table: { is: "text", lengthMax: 9 } } },
        },
      },
    },
  },
});

const plain = {
  eventId: eventIds(1, { source: 0, stripe: 0 })(7),
  source: "lab",
  type: "plain",
  timestamp: "2026-06-15T08:00:00.000Z",
  name: "x",
};
const where = { type: "Point", coordinates: [-3.7, 40.4] };
const rich = { ...plain, type: "rich", level: "low", count: 3, where };

const row = { open: true, source: { table: "orders" } };
const nested = { ...plain, type: "nested", gone: null, seats: ["A1"], row };

describe("a contract", () => {
  it.each<[string, Record<string, unknown>]>([
    ["a plain event", plain],
    ["an event of the other type", rich],
    ["an optional member", { ...rich, ratio: 0.5 }],
    ["a member that it does not know", { ...plain, aforo: "1." }],
    ["an event that was sent again", { ...plain, retry: 1 }],
    ["nested members", nested],
    ["null where it may be", { ...nested, row: null, seats: [] }],
  ])("lets %s through", (_, body) => {
    expect(violation(body)).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>]>([
    ["source is not lab", { ...plain, source: "other" }],
    ["type is missing or not a text", { ...plain, type: undefined }],
    ["type plane is not one of lab", { ...plain, type: "plane" }],
    ["type constructor is not one of lab", { ...plain, type: "constructor" }],
    ["eventId is missing", { ...plain, eventId: undefined }],
    ["eventId is not an event id", { ...plain, eventId: "1" }],
    ["timestamp is not an ISO 8601 instant in UTC", { ...plain, timestamp: "2026-06-15" }],
    [
      "timestamp is not an ISO 8601 instant in UTC",
      { ...plain, timestamp: "2026-13-01T00:00:00.000Z" },
    ],
    ["name is not a text of 1 to 5 characters", { ...plain, name: "" }],
    ["name is not a text of 1 to 5 characters", { ...plain, name: 5 }],
    ["retry is not an integer of 1 to 100", { ...plain, retry: "1" }],
    ["level is not one of low, high", { ...rich, level: "mid" }],
    ["count is not an integer of 0 to 9", { ...rich, count: 1.5 }],
    ["count is not an integer of 0 to 9", { ...rich, count: 10 }],
    ["ratio is not a number of 0 to 1", { ...rich, ratio: null }],
    ["where is not a GeoJSON point", { ...rich, where: { ...where, coordinates: [40.4, -93] } }],
    ["where is not a GeoJSON point", { ...rich, where: null }],
    ["gone is not null", { ...nested, gone: 0 }],
    [
      "seats is not a list of up to 2, each a text of 1 to 3 characters",
      { ...nested, seats: ["A1", "A2", "A3"] },
    ],
    ["seats is not a list of up to 2, each a text of 1 to 3 characters", { ...nested, seats: [7] }],
    ["row is not an object", { ...nested, row: [] }],
    ["row.open is missing", { ...nested, row: { ...row, open: undefined } }],
    ["row.open is not true or false", { ...nested, row: { ...row, open: 1 } }],
    ["row.source is not an object", { ...nested, row: { ...row, source: null } }],
    ["row.source.table is missing", { ...nested, row: { ...row, source: {} } }],
  ])("says: %s", (expected, body) => {
    expect(violation(body)).toBe(expected);
  });
});
