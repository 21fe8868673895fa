import * as fc from "fast-check";
import { expect, it } from "vitest";
import { LineBuffer } from "./line-buffer.ts";

it("holds the lines that were added since it was cleared, each with its end", () => {
  const lines = fc.array(fc.uint8Array({ maxLength: 50_000 }), { maxLength: 6 });
  const buffer = new LineBuffer();
  fc.assert(
    fc.property(lines, (added) => {
      for (const line of added) buffer.add(line);
      const expected = Buffer.concat(added.flatMap((line) => [line, Buffer.from("\n")]));
      expect(buffer.content.equals(expected)).toBe(true);
      expect(buffer.length).toBe(expected.length);
      buffer.clear();
      expect(buffer.content).toHaveLength(0);
    }),
  );
});
