import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { envelopeBytes, envelopeLimits, EnvelopeReader, isIntact, seal } from "./envelope.ts";
import { hash64 } from "./hash.ts";

const below = (limit: number) => fc.integer({ min: 0, max: limit - 1 });
const envelopes = fc.record({
  run: fc.stringMatching(/^[0-9a-z]{8}$/),
  producer: below(envelopeLimits.producers),
  stripe: below(envelopeLimits.stripes),
  sequence: below(envelopeLimits.sequences),
  intendedUs: below(envelopeLimits.intendedUs),
});
const plain = { run: "abc12345", producer: 1, stripe: 2, sequence: 3, intendedUs: 4 };
const fields = { producer: 1, stripe: 2, sequence: 3, intendedUs: 4 };
const reader = new EnvelopeReader(plain.run);
const payload = Buffer.from('"eventId":"e1","n":1}');

describe("an envelope", () => {
  it("is read as it was sealed, at its fixed width", () => {
    fc.assert(
      fc.property(envelopes, fc.uint8Array({ maxLength: 40 }), (envelope, body) => {
        const record = seal(envelope, body);
        expect(record.length).toBe(envelopeBytes + body.length);
        const { run, ...sealed } = envelope;
        const read = new EnvelopeReader(run).open(record);
        expect(read).toEqual({ ...sealed, ...hash64(body) });
        expect(read && isIntact(read, record)).toBe(true);
        expect(record.subarray(envelopeBytes)).toEqual(Buffer.from(body));
      }),
    );
  });

  it("is the first member of a JSON object", () => {
    const parsed = JSON.parse(seal(plain, payload).toString()) as Record<string, unknown>;
    expect(parsed).toMatchObject({ eventId: "e1", n: 1 });
    expect(parsed["aforo"]).toMatch(/^1\.abc12345\.01\.002\.00000003\.0000000004\.[0-9a-f]{16}$/);
  });

  it("is read where the rest is cut off or no JSON, and in the middle of a buffer", () => {
    const record = seal(plain, Buffer.from("no json"));
    expect(reader.open(record.subarray(0, envelopeBytes))).toMatchObject(fields);
    const inside = Buffer.concat([Buffer.from("before"), record]).subarray(6);
    expect(reader.open(inside)).toMatchObject(fields);
  });

  it("tells an altered payload by its digest", () => {
    const record = seal(plain, payload);
    record[envelopeBytes + 3]! ^= 1;
    const envelope = reader.open(record);
    expect(envelope && isIntact(envelope, record)).toBe(false);
  });

  it("is not there for another run", () => {
    expect(new EnvelopeReader("abc12346").open(seal(plain, payload))).toBeUndefined();
  });

  it("is not there where any character of its form is wrong", () => {
    const record = seal(plain, payload);
    for (let at = 0; at < envelopeBytes; at++) {
      const spoiled = Buffer.from(record);
      spoiled[at] = "Z".charCodeAt(0);
      expect(reader.open(spoiled)).toBeUndefined();
    }
    expect(reader.open(record.subarray(0, envelopeBytes - 1))).toBeUndefined();
    expect(reader.open(Buffer.alloc(0))).toBeUndefined();
  });

  it.each([
    ["a producer beyond its width", { producer: envelopeLimits.producers }],
    ["a stripe beyond its width", { stripe: envelopeLimits.stripes }],
    ["a sequence beyond its width", { sequence: envelopeLimits.sequences }],
    ["a time beyond its width", { intendedUs: envelopeLimits.intendedUs }],
    ["a time before the start", { intendedUs: -1 }],
    ["a time between microseconds", { intendedUs: 1.5 }],
    ["a run of another length", { run: "abc" }],
    ["a run in upper case", { run: "ABC12345" }],
  ])("is not sealed with %s", (_, wrong) => {
    expect(() => seal({ ...plain, ...wrong }, payload)).toThrow(RangeError);
  });
});
