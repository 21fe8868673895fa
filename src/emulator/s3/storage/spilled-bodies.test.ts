import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { SpillDirectory } from "../../storage/spill-directory.ts";
import type { StoredBody } from "../body-store.ts";
import { SpilledBodies } from "./spilled-bodies.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "aforo-test-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const bytesMax = 1_048_576;

function spilled(): SpilledBodies {
  return new SpilledBodies(bytesMax, new SpillDirectory(root));
}

function body(fill: number, size = 262_144): Buffer {
  return Buffer.alloc(size, fill);
}

it("makes no files before the memory is full", () => {
  const store = spilled();
  for (let i = 0; i < 4; i++) store.bodies.append(body(i));
  expect(readdirSync(root)).toEqual([]);
  store.close();
});

it("keeps within the memory that it was given, and loses no byte", () => {
  const store = spilled();
  const bodies: StoredBody[] = [];
  let most = 0;
  for (let i = 0; i < 200; i++) {
    bodies.push(store.bodies.append(body(i)), store.bodies.append(body(i, 10)));
    store.commit();
    most = Math.max(most, store.budget.bytes);
  }
  expect(most).toBeLessThanOrEqual(bytesMax);
  for (const [at, stored] of bodies.entries()) {
    const expected = body(Math.floor(at / 2), stored.sizeBytes);
    expect(stored.read(0, stored.sizeBytes).equals(expected)).toBe(true);
    expect(store.budget.bytes).toBeLessThanOrEqual(bytesMax);
  }
  store.close();
  expect(readdirSync(root)).toEqual([]);
});

it("gives the room of released bodies back", () => {
  const store = spilled();
  const kept: StoredBody[] = [];
  for (let i = 0; i < 200; i++) {
    const stored = store.bodies.append(body(i));
    if (i % 20 === 0) kept.push(stored);
    else stored.release();
    store.commit();
  }
  expect(store.budget.bytes).toBeLessThanOrEqual(bytesMax);
  const [folder = ""] = readdirSync(root);
  expect(readdirSync(join(root, folder)).length).toBeLessThan(4);
  for (const [at, stored] of kept.entries()) {
    expect(stored.read(0, stored.sizeBytes).equals(body(at * 20))).toBe(true);
  }
  store.close();
});

it("has bodies that nobody reads any more neither in memory nor in files, but not before", () => {
  const store = spilled();
  const stored = store.bodies.append(body(1));
  stored.retain();
  stored.release();
  for (let i = 0; i < 10; i++) store.bodies.append(body(2));
  expect(stored.read(0, 1).equals(body(1, 1))).toBe(true);
  stored.release();
  expect(() => stored.read(0, 1)).toThrow("released");
  store.close();
});

it("stores empty bodies", () => {
  const store = spilled();
  expect(store.bodies.append(Buffer.alloc(0)).read(0, 0).length).toBe(0);
  expect(store.budget.bytes).toBe(0);
  store.close();
});
