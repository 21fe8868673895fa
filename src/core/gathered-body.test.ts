import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SpareMemory } from "./spare-memory.ts";
import { GatheredBody } from "./gathered-body.ts";

const memory = new SpareMemory(1_048_576);

function gathered(chunks: readonly Buffer[], declaredBytes: number): Buffer {
  const body = new GatheredBody(declaredBytes, memory);
  for (const chunk of chunks) body.add(chunk);
  return body.whole();
}

describe("a body", () => {
  const chunks = fc.array(
    fc.uint8Array({ minLength: 1, maxLength: 40_000 }).map((bytes) => Buffer.from(bytes)),
  );

  it("is its chunks, whatever length was announced", () => {
    fc.assert(
      fc.property(chunks, fc.nat({ max: 100_000 }), (sent, wrong) => {
        const whole = Buffer.concat(sent);
        expect(gathered(sent, 0)).toEqual(whole);
        expect(gathered(sent, whole.length)).toEqual(whole);
        expect(gathered(sent, wrong)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it("lies in memory that can be given back, where its length was announced", () => {
    const sent = [Buffer.alloc(50_000, 1), Buffer.alloc(50_000, 2)];
    const first = gathered(sent, 100_000);
    memory.giveBack(first);
    expect(gathered(sent, 100_000).buffer).toBe(first.buffer);
  });

  it("of one chunk is not copied", () => {
    const chunk = Buffer.alloc(50_000);
    expect(gathered([chunk], 50_000)).toBe(chunk);
  });
});
