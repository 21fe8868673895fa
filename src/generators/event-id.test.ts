import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEventId, eventIdPattern, eventIds } from "./event-id.ts";

const origin = fc.record({
  source: fc.integer({ min: 0, max: 0xff }),
  stripe: fc.integer({ min: 0, max: 0xfff }),
  sequence: fc.integer({ min: 0, max: 0xffff_ffff }),
});

describe("event ids", () => {
  it("say where they come from", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), origin, (seed, from) => {
        const eventId = eventIds(seed, from)(from.sequence);
        expect(eventId).toMatch(eventIdPattern);
        expect(decodeEventId(eventId)).toEqual(from);
      }),
    );
  });

  it("have the version and the variant that RFC 9562 asks for", () => {
    const eventId = eventIds(1, { source: 255, stripe: 4_095 })(0xffff_ffff);
    expect(eventId[14]).toBe("8");
    expect(["8", "9", "a", "b"]).toContain(eventId[19]);
  });

  it("differ by seed", () => {
    const from = { source: 0, stripe: 0 };
    const ids = Array.from({ length: 10_000 }, (_, seed) => eventIds(seed, from)(0));
    expect(new Set(ids).size).toBe(10_000);
  });

  it.each(["", "00000000-0000-4000-8000-000000000000", "not-an-id"])("%j is none", (text) => {
    expect(decodeEventId(text)).toBeUndefined();
  });
});
