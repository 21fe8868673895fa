import { expect, it } from "vitest";
import { SpareMemory } from "./spare-memory.ts";

const mib = 1_048_576;

it("gives memory of the size that was asked for", () => {
  const memory = new SpareMemory(mib);
  expect([0, 1, 65_536, 65_537].map((bytes) => memory.take(bytes).length)).toEqual([
    0, 1, 65_536, 65_537,
  ]);
});

it("gives memory again that came back, by any view of it", () => {
  const memory = new SpareMemory(mib);
  const first = memory.take(100_000);
  memory.giveBack(first.subarray(5, 10));
  expect(memory.take(70_000).buffer).toBe(first.buffer);
});

it("never has two borrowers of the same memory", () => {
  const memory = new SpareMemory(mib);
  const first = memory.take(100_000);
  memory.giveBack(first);
  memory.giveBack(first);
  const others = [memory.take(100_000), memory.take(100_000)];
  expect(others[0]?.buffer).toBe(first.buffer);
  expect(others[1]?.buffer).not.toBe(first.buffer);
});

it("leaves memory alone that is not its own", () => {
  const memory = new SpareMemory(mib);
  const foreign = Buffer.alloc(100_000);
  memory.giveBack(foreign);
  expect(memory.take(100_000).buffer).not.toBe(foreign.buffer);
});

it("keeps no more than it may", () => {
  const memory = new SpareMemory(mib);
  const [kept, over] = [memory.take(mib), memory.take(65_536)];
  memory.giveBack(over);
  memory.giveBack(kept);
  expect(memory.take(65_536).buffer).not.toBe(over.buffer);
  expect(memory.take(2 * mib).buffer).not.toBe(kept.buffer);
  expect(memory.take(mib).buffer).toBe(kept.buffer);
});

it("keeps what came back last, and does not give a little one out of a large one", () => {
  const memory = new SpareMemory(2 * mib);
  const large = memory.take(mib);
  memory.giveBack(large);
  expect(memory.take(65_536).buffer).not.toBe(large.buffer);
  expect(memory.take(mib).buffer).toBe(large.buffer);
});
