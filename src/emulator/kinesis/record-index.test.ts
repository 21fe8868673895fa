import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RecordIndex } from "./record-index.ts";
import { MemoryRecordLog } from "./record-log.ts";

describe("the index of a shard's records", () => {
  it("finds and trims by time as a plain list would", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3_000 });
    fc.assert(
      fc.property(gaps, fc.array(fc.integer({ min: 0, max: 6_000 })), (gaps, horizons) => {
        const index = new RecordIndex();
        const arrivals: number[] = [];
        let now = 1;
        for (const gap of gaps) arrivals.push(index.append((now += gap), gap));
        let trimmedTo = 0;
        for (const horizon of horizons) {
          trimmedTo = Math.max(trimmedTo, horizon);
          index.trim(trimmedTo);
          const kept = arrivals.findIndex((ms) => ms >= trimmedTo);
          expect(index.first).toBe(kept === -1 ? arrivals.length : kept);
          expect(index.firstSince(horizon)).toBe(index.first);
          for (const probe of [index.first, index.next - 1]) {
            if (probe < index.first || probe >= index.next) continue;
            expect(index.arrivalMs(probe)).toBe(arrivals[probe]);
            expect(index.bytes(probe)).toBe(gaps[probe]);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it("does not go back with the wall clock", () => {
    const index = new RecordIndex();
    expect([5, 3, 7].map((ms) => index.append(ms, 1))).toEqual([5, 5, 7]);
  });
});

describe("the log in memory", () => {
  it("gives back what was appended, and lets go of what was trimmed", () => {
    const log = new MemoryRecordLog();
    const body = (n: number) => ({ partitionKey: String(n), data: Buffer.from([n % 256]) });
    for (let n = 0; n < 2_500; n++) log.append(body(n));
    log.trim(1_100);
    expect(log.read(1_100)).toEqual(body(1_100));
    expect(log.read(2_499)).toEqual(body(2_499));
    expect(() => log.read(1_023)).toThrow("no record");
    expect(() => log.read(2_500)).toThrow("no record");
  });
});
