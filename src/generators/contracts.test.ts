import { describe, expect, it } from "vitest";
import { contractViolation } from "./contracts.ts";

describe("the contracts together", () => {
  it.each([undefined, null, 1, "text", []])("refuse %j", (body) => {
    expect(contractViolation(body)).toBe("not a JSON object");
  });

  it.each([{}, { source: "lab" }, { source: 1 }, { source: "constructor" }])(
    "refuse %j",
    (body) => {
      expect(contractViolation(body)).toBe("source is missing or unknown");
    },
  );

  it.each(["clickstream", "iot", "bicimad", "customers", "tickets", "changes"])(
    "find the generator by the source %s",
    (source) => {
      expect(contractViolation({ source, type: "x" })).toBe(`type x is not one of ${source}`);
    },
  );
});
