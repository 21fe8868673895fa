import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  envelopeBytes,
  envelopeLimits,
  openEnvelope,
  payloadDigest,
  payloadOf,
  seal,
} from "./envelope.ts";

const below = (limit: number) => fc.integer({ min: 0, max: limit - 1 });
const envelopes = fc.record({
  run: fc.stringMatching(/^[0-9a-z]{8}$/),
  producer: below(envelopeLimits.producers),
  stripe: below(envelopeLimits.stripes),
  sequence: below(envelopeLimits.sequences),
  intendedUs: below(envelopeLimits.intendedUs),
});
const plain = { run: "abc12345", producer: 1, stripe: 2, sequence: 3, intendedUs: 4 };
const payload = Buffer.from('"eventId":"e1","n":1}');

describe("an envelope", () => {
  it("is read as it was sealed, at its fixed width", () => {
    fc.assert(
      fc.property(envelopes, fc.uint8Array({ maxLength: 40 }), (envelope, body) => {
        const record = seal(envelope, body);
        expect(record.length).toBe(envelopeBytes + body.length);
        expect(openEnvelope(record)).toEqual({ ...envelope, digest: payloadDigest(body) });
        expect(Buffer.from(payloadOf(record))).toEqual(Buffer.from(body));
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
    expect(openEnvelope(record.subarray(0, envelopeBytes))).toMatchObject(plain);
    const inside = Buffer.concat([Buffer.from("before"), record]).subarray(6);
    expect(openEnvelope(inside)).toMatchObject(plain);
  });

  it("tells an altered payload by its digest", () => {
    const record = seal(plain, payload);
    record[envelopeBytes + 3]! ^= 1;
    expect(payloadDigest(payloadOf(record))).not.toBe(openEnvelope(record)?.digest);
  });

  it("is not there where any character of its form is wrong", () => {
    const record = seal(plain, payload);
    for (let at = 0; at < envelopeBytes; at++) {
      const spoiled = Buffer.from(record);
      spoiled[at] = "Z".charCodeAt(0);
      expect(openEnvelope(spoiled)).toBeUndefined();
    }
    expect(openEnvelope(record.subarray(0, envelopeBytes - 1))).toBeUndefined();
    expect(openEnvelope(Buffer.alloc(0))).toBeUndefined();
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
