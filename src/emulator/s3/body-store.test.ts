import { expect, test } from "vitest";
import { memoryBodyStore } from "./body-store.ts";

test("a short view does not keep the buffer alive that it was cut from", () => {
  const large = Buffer.alloc(100_000, 1);
  const body = memoryBodyStore.append(large.subarray(10, 20));
  large.fill(2);
  expect(body.read(0, 10)).toEqual(Buffer.alloc(10, 1));
  expect(body.read(0, 10).buffer.byteLength).toBe(10);
});

test("parts are [from, to)", () => {
  const body = memoryBodyStore.append(Buffer.from("0123456789"));
  expect(body.read(2, 5).toString()).toBe("234");
  expect(body.sizeBytes).toBe(10);
});
