import * as fc from "fast-check";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CommitGroup } from "../storage/commit-group.ts";
import { MemoryBudget } from "../storage/memory-budget.ts";
import { OpenFiles } from "../storage/open-files.ts";
import { PackedRecordLog } from "./packed-record-log.ts";
import type { ReadExtent, RecordBody } from "./record-log.ts";
import { RecordSegments } from "./record-segments.ts";

let directory: string;
let files: OpenFiles;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "aforo-test-"));
  files = new OpenFiles(2);
});
afterEach(() => {
  files.closeAll();
  rmSync(directory, { recursive: true });
});

const group = new CommitGroup("none");
let made = 0;

function logWith(budget: MemoryBudget): PackedRecordLog {
  const name = made++;
  const pathOf = (ordinal: number) => join(directory, `${name}.${ordinal}`);
  const segments = new RecordSegments({ files, group, pathOf });
  return new PackedRecordLog({ budget, group, segments, purpose: "spill", blockBytes: 4_096 });
}

function body(bytes: number): RecordBody {
  const key = bytes % 3 === 0 ? `é${bytes}` : `k${bytes}`;
  return { partitionKey: key, data: Buffer.alloc(bytes, bytes % 251) };
}

function readAll(log: PackedRecordLog, from: number, extent: ReadExtent) {
  const page = log.read(from, extent);
  return { ...page, records: [...page.records] };
}

/** What a log does, on a plain list. */
class Model {
  readonly records: { arrivalMs: number; body: RecordBody }[] = [];
  first = 0;

  trim(horizonMs: number): void {
    while (this.first < this.records.length) {
      if ((this.records[this.first]?.arrivalMs ?? 0) >= horizonMs) return;
      this.first++;
    }
  }

  since(ms: number): number {
    const found = this.records.findIndex((record) => record.arrivalMs >= ms);
    return Math.max(this.first, found === -1 ? this.records.length : found);
  }

  page(from: number, count: number, bytesMax: number) {
    const start = Math.max(from, this.first);
    const taken = [];
    let bytes = 0;
    for (const { body, arrivalMs } of this.records.slice(start, start + count)) {
      const size = body.data.length + Buffer.byteLength(body.partitionKey);
      if (taken.length > 0 && bytes + size > bytesMax) break;
      bytes += size;
      taken.push({ ordinal: start + taken.length, arrivalMs, ...body });
    }
    return { records: taken, next: start + taken.length, bytes };
  }
}

type Step = { readonly [key in "gapMs" | "bytes" | "readAt" | "count" | "trimBy"]: number };

const step: fc.Arbitrary<Step> = fc.record({
  gapMs: fc.integer({ min: 0, max: 50 }),
  bytes: fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 3_000, max: 9_000 })),
  readAt: fc.nat(300),
  count: fc.integer({ min: 1, max: 50 }),
  trimBy: fc.integer({ min: 0, max: 3 }),
});

describe("a log of packed records", () => {
  it.each([
    ["in memory", 1e9],
    ["mostly in files", 12_000],
    ["all but in files", 1],
  ])("reads, finds and trims as a plain list would, %s", (_name, budgetBytes) => {
    const run = (steps: readonly Step[]) => {
      const budget = new MemoryBudget(budgetBytes);
      // Two logs share the budget: they push each other out.
      const pairs = [0, 1].map(() => ({ log: logWith(budget), model: new Model() }));
      let now = 1_000;
      for (const [at, { gapMs, bytes, readAt, count, trimBy }] of steps.entries()) {
        const { log, model } = pairs[at % 2] as (typeof pairs)[0];
        now += gapMs;
        for (let n = 0; n < 3; n++) {
          model.records.push({
            arrivalMs: log.append(body(bytes + n), now),
            body: body(bytes + n),
          });
        }
        const horizon = now - 200 * trimBy;
        if (trimBy > 0) log.trim(horizon);
        if (trimBy > 0) model.trim(horizon);
        expect([log.first, log.next]).toEqual([model.first, model.records.length]);
        expect(readAll(log, readAt, { records: count, bytes: 5_000 })).toMatchObject(
          model.page(readAt, count, 5_000),
        );
        expect(log.firstSince(now - 10 * readAt)).toBe(model.since(now - 10 * readAt));
        if (log.first < log.next) expect(log.arrivalMs(log.next - 1)).toBe(now);
      }
      expect(budget.bytes).toBeLessThanOrEqual(budgetBytes + 12_000);
      for (const { log } of pairs) log.drop();
      expect(budget.bytes).toBe(0);
      expect(readdirSync(directory)).toEqual([]);
    };
    fc.assert(fc.property(fc.array(step, { maxLength: 120 }), run), { numRuns: 40 });
  });

  it("does not go back with the wall clock, and keeps whole milliseconds", () => {
    const log = logWith(new MemoryBudget(1e9));
    expect([5, 3, 7.9].map((ms) => log.append(body(1), ms))).toEqual([5, 5, 7]);
  });

  it("goes on with its ordinals when all was trimmed", () => {
    const log = logWith(new MemoryBudget(1e9));
    for (let ms = 0; ms < 500; ms++) log.append(body(100), ms);
    log.trim(1_000);
    expect([log.first, log.next]).toEqual([500, 500]);
    expect(readAll(log, 0, { records: 10, bytes: 1e9 })).toMatchObject({ records: [], next: 500 });
    log.append(body(100), 2_000);
    expect(log.read(0, { records: 10, bytes: 1e9 })).toMatchObject({ next: 501 });
    expect(() => log.arrivalMs(499)).toThrow("no record at 499");
  });

  it("holds little while it is empty, and grows with what it is given", () => {
    const budget = new MemoryBudget(1e9);
    const logs = Array.from({ length: 100 }, () => logWith(budget));
    expect(budget.bytes).toBe(0);
    for (const log of logs) log.append(body(10), 1);
    expect(budget.bytes).toBe(100 * 2_048);
  });

  it("removes the files of what was trimmed", () => {
    const log = logWith(new MemoryBudget(1));
    let most = 0;
    for (let ms = 0; ms < 6_000; ms++) {
      log.append(body(1_000), ms);
      log.trim(ms - 1_000);
      most = Math.max(most, readdirSync(directory).length);
    }
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(3);
  });
});
