import * as fc from "fast-check";
import { expect, it } from "vitest";
import { LineSplitter } from "./line-splitter.ts";

function linesOf(chunks: readonly Buffer[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((bytes, { at, end }) => {
    lines.push(bytes.toString("utf8", at, end));
  });
  for (const chunk of chunks) splitter.add(chunk);
  splitter.end();
  return lines;
}

it("finds the same lines wherever the stream is cut", () => {
  const text = fc.string({ unit: fc.constantFrom("\n", "a", "ñ") });
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      // Also within a character: bytes are cut, not text.
      const whole = Buffer.from(texts.join(""));
      const chunks = Array.from(whole, (_, at) => whole.subarray(at, at + 1));
      const expected = texts
        .join("")
        .split("\n")
        .filter((line) => line !== "");
      expect(linesOf(texts.map((part) => Buffer.from(part)))).toEqual(expected);
      expect(linesOf(chunks)).toEqual(expected);
    }),
  );
});
