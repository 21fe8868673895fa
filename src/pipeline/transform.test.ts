import fc from "fast-check";
import { expect, it } from "vitest";
import { transform, untransform } from "./transform.ts";

const enrichment = { worker: "workers-1", hour: "2026-06-15T14", kind: "page_view" };

it("adds one last member and leaves the record readable", () => {
  expect(JSON.parse(transform('{"aforo":"x","type":"page_view"}', enrichment))).toEqual({
    aforo: "x",
    type: "page_view",
    final: enrichment,
  });
});

it("gives back, byte for byte, what it was given", () => {
  fc.assert(
    fc.property(fc.object({ key: fc.string(), maxDepth: 2 }), (object) => {
      const record = JSON.stringify({ aforo: "x", ...object });
      const line = Buffer.from(transform(record, enrichment));
      expect(untransform(line)?.toString()).toBe(record);
    }),
  );
});

it("knows a line that was not transformed", () => {
  expect(untransform(Buffer.from('{"aforo":"x"}'))).toBeUndefined();
});
