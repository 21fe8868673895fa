import * as fc from "fast-check";
import { expect, test } from "vitest";
import { JoinedBody, slicesOf, storeSlices } from "./body-store.ts";
import { SpilledBodies } from "./storage/spilled-bodies.ts";

const { bodies } = new SpilledBodies();

test("a short view does not keep the buffer alive that it was cut from", () => {
  const large = Buffer.alloc(100_000, 1);
  const body = bodies.append(large.subarray(10, 20));
  large.fill(2);
  expect(body.read(0, 10)).toEqual(Buffer.alloc(10, 1));
  expect(body.read(0, 10).buffer.byteLength).toBe(10);
});

test("parts are [from, to)", () => {
  const body = bodies.append(Buffer.from("0123456789"));
  expect(body.read(2, 5).toString()).toBe("234");
  expect(body.sizeBytes).toBe(10);
});

test("a joined body reads as its parts one after another, from any byte to any other", () => {
  const parts = fc.array(fc.string({ maxLength: 5, unit: "grapheme-ascii" }), { maxLength: 6 });
  fc.assert(
    fc.property(parts, fc.nat(30), fc.nat(30), (parts, one, other) => {
      const whole = parts.join("");
      const [from, to] = [one, other].map((at) => Math.min(at, whole.length)).sort((a, b) => a - b);
      const body = new JoinedBody(parts.map((part) => bodies.append(Buffer.from(part))));
      expect(body.sizeBytes).toBe(whole.length);
      expect(body.read(from ?? 0, to ?? 0).toString()).toBe(whole.slice(from, to));
      const copy = storeSlices(slicesOf(body, from, to), bodies);
      expect(copy.read(0, copy.sizeBytes).toString()).toBe(whole.slice(from, to));
    }),
  );
});

test("a copy of a body in memory shares its bytes", () => {
  const large = bodies.append(Buffer.alloc(10_000));
  const copy = storeSlices(slicesOf(new JoinedBody([large])), bodies);
  expect(copy.read(0, 10_000).buffer).toBe(large.read(0, 10_000).buffer);
});
