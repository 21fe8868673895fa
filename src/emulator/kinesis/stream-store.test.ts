import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SyncPolicy } from "../storage/commit-group.ts";
import type { RecordLog } from "./record-log.ts";
import { StreamStore } from "./stream-store.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "aforo-test-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const first = { streamId: "s", shardIndex: 0 };
const second = { streamId: "s", shardIndex: 1 };

function open(policy: SyncPolicy = "write", directory = root): StreamStore {
  return new StreamStore({ directory, policy });
}

/** Appends records of so many bytes; each says which it is. */
function append(log: RecordLog, count: number, bytes = 100): void {
  for (let n = 0; n < count; n++) {
    const data = Buffer.alloc(bytes, `${log.next} `);
    log.append({ partitionKey: `key-${log.next}`, data }, 1_000 + log.next);
  }
}

/** The ordinals that can be read, after a look at whether each record is what it was. */
function ordinals(log: RecordLog, bytes = 100): { first: number; next: number } {
  for (let at = log.first; at < log.next;) {
    const page = log.read(at, { records: 1_000, bytes: 1e6 });
    for (const { ordinal, partitionKey, data, arrivalMs } of page.records) {
      expect([partitionKey, arrivalMs]).toEqual([`key-${ordinal}`, 1_000 + ordinal]);
      expect(data.equals(Buffer.alloc(bytes, `${ordinal} `))).toBe(true);
    }
    at = page.next;
  }
  return { first: log.first, next: log.next };
}

function segmentPaths(directory = root): string[] {
  const [folder = ""] = readdirSync(directory);
  const names = readdirSync(join(directory, folder)).filter((name) => name.endsWith(".log"));
  return names.sort().map((name) => join(directory, folder, name));
}

describe("the streams in a data directory", () => {
  it.each(["write", "fsync"] as const)(
    "keep each record that was committed, with %s, though nothing was closed",
    async (policy) => {
      const store = open(policy);
      store.save("s", { name: "orders", shards: 2 });
      const logs = [first, second].map((place) => store.log(place));
      for (let request = 0; request < 20; request++) {
        for (const log of logs) append(log, 25);
        await store.commit();
      }
      append(logs[0] as RecordLog, 1);
      const again = open();
      expect(again.loadAll()).toMatchObject([{ id: "s", state: { name: "orders", shards: 2 } }]);
      const ends = [first, second].map((place) => ordinals(again.log(place)));
      expect(ends).toEqual([
        { first: 0, next: 500 },
        { first: 0, next: 500 },
      ]);
    },
  );

  it("go on where they were, through many restarts and segments", async () => {
    let next = 0;
    for (let restart = 0; restart < 6; restart++) {
      const store = open("none");
      store.save("s", restart);
      const log = store.log(first);
      expect(log.next).toBe(next);
      append(log, 1_500, 500);
      log.trim(1_000 + next - 1_000);
      expect(ordinals(log, 500).next).toBe((next += 1_500));
      await store.close();
    }
    // Some 4.6 MB were written; of what is left, 2,500 records are not trimmed yet.
    expect(segmentPaths().length).toBeLessThanOrEqual(4);
    const log = open().log(first);
    log.trim(1_000 + next - 1_000);
    expect(ordinals(log, 500)).toEqual({ first: next - 1_000, next });
  });

  it("keep their ordinals when all records were trimmed", () => {
    const store = open();
    store.save("s", {});
    const log = store.log(first);
    append(log, 300);
    void store.commit();
    log.trim(1e6);
    append(log, 1);
    log.trim(1e7);
    expect(segmentPaths()).toHaveLength(1);
    const again = open().log(first);
    expect(ordinals(again)).toEqual({ first: 301, next: 301 });
    append(again, 2);
    expect(ordinals(again)).toEqual({ first: 301, next: 303 });
  });

  it("lose at most what was not committed, at whichever byte a crash tears the file", () => {
    const store = open();
    store.save("s", {});
    const log = store.log(first);
    append(log, 3, 40);
    void store.commit();
    const [path = ""] = segmentPaths();
    const committed = readFileSync(path).length;
    append(log, 4, 40);
    void store.commit();
    const whole = readFileSync(path).length;
    const torn = `${root}-torn`;
    for (let length = committed; length <= whole; length++) {
      cpSync(root, torn, { recursive: true });
      truncateSync(segmentPaths(torn)[0] as string, length);
      const again = open("write", torn);
      const recovered = again.log(first);
      expect(ordinals(recovered, 40).next).toBe(length === whole ? 7 : 3);
      append(recovered, 1, 40);
      void again.commit();
      expect(ordinals(open("write", torn).log(first), 40).next).toBe(length === whole ? 8 : 4);
      rmSync(torn, { recursive: true });
    }
  });

  it("name file and offset where a record was altered that a crash cannot have torn", () => {
    const store = open();
    store.save("s", {});
    const log = store.log(first);
    append(log, 15_000, 200);
    void store.commit();
    const [path = "", ...later] = segmentPaths();
    expect(later.length).toBeGreaterThan(1);
    const bytes = readFileSync(path);
    bytes[10_000]! ^= 1;
    writeFileSync(path, bytes);
    expect(() => open().log(first)).toThrow(`${path} is corrupt at offset 0: the frame is torn`);
    bytes[10_000]! ^= 1;
    writeFileSync(path, bytes);
    rmSync(later[0] as string);
    expect(() => open().log(first)).toThrow(/is corrupt at offset 0: record \d+ is expected there/);
  });

  it("are gone when they are removed, and so is what was left half made", () => {
    const store = open();
    for (const id of ["s", "t"]) store.save(id, id);
    append(store.log(first), 10);
    void store.commit();
    store.remove("s");
    // A log was made, and the process killed before the stream was saved.
    mkdirSync(join(root, "00000009"));
    writeFileSync(join(root, "00000009", "shard-000000000000.0000000000000000.log"), "");
    const again = open();
    expect(again.loadAll()).toMatchObject([{ id: "t", state: "t" }]);
    expect(existsSync(join(root, "00000009"))).toBe(false);
    expect(again.log(first).next).toBe(0);
    expect(readdirSync(root).sort()).toEqual(["00000002", "00000010"]);
  });

  it("lose the records of shards that no stream has once all are restored", () => {
    const store = open();
    store.save("s", {});
    for (const place of [first, second]) append(store.log(place), 10);
    void store.commit();
    const again = open();
    expect(again.log(first).next).toBe(10);
    again.discardUnclaimed();
    expect(segmentPaths()).toHaveLength(1);
    expect(again.log(second).next).toBe(0);
  });

  it("take nothing more once they are closed: the place may be another's by then", async () => {
    const store = open();
    await store.close();
    expect(() => store.log(first)).toThrow(`${root} is closed`);
  });
});
