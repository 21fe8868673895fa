import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeAtomically } from "./atomic-file.ts";
import { lockDirectory } from "./directory-lock.ts";
import { frameEnd, scanFrames, sealFrame } from "./frame.ts";
import { MemoryBudget, Resident } from "./memory-budget.ts";
import { OpenFiles } from "./open-files.ts";
import { removeStaleSpills, SpillDirectory } from "./spill-directory.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "aforo-test-"));
});
afterEach(() => rmSync(root, { recursive: true }));

describe("open files", () => {
  it("are closed and opened again when there are more than may be open", () => {
    const files = new OpenFiles(2);
    const paths = ["a", "b", "c", "d"].map((name) => join(root, name));
    for (const path of paths) files.create(path);
    for (const path of paths) files.write(path, [Buffer.from("one"), Buffer.from("-end")], 0);
    for (const path of paths) files.write(path, [Buffer.from("two")], 1);
    for (const path of paths) expect(files.read(path, 0, 7).toString()).toBe("otwoend");
    expect(() => files.read(paths[0] as string, 0, 1_000)).toThrow("ends before 1000");
    files.remove(paths[0] as string);
    expect(() => files.read(paths[0] as string, 0, 1)).toThrow("ENOENT");
    files.closeAll();
  });
});

describe("a frame", () => {
  const frame = (text: string) => {
    const bytes = Buffer.concat([Buffer.alloc(8), Buffer.from(text)]);
    sealFrame(bytes, 0, bytes.length);
    return bytes;
  };

  it("is none when any bit of it is altered", () => {
    const bytes = frame("payload");
    expect(frameEnd(bytes, 0)).toBe(bytes.length);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const altered = Buffer.from(bytes);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      expect(frameEnd(altered, 0)).toBeUndefined();
    }
    expect(frameEnd(Buffer.alloc(64), 0)).toBeUndefined();
  });

  it("is found in a file, however many and large there are", () => {
    const path = join(root, "frames");
    const texts = Array.from({ length: 300 }, (_, n) => String(n).repeat(n % 7 === 0 ? 40_000 : 9));
    const bytes = Buffer.concat([...texts.map(frame), Buffer.from("torn")]);
    writeFileSync(path, bytes);
    const found: string[] = [];
    const scan = scanFrames(path, (payload, offset) => {
      expect(bytes.subarray(offset + 8, offset + 8 + payload.length).equals(payload)).toBe(true);
      found.push(payload.toString());
    });
    expect(found).toEqual(texts.map(String));
    expect(scan).toEqual({ intactBytes: bytes.length - 4, fileBytes: bytes.length });
  });
});

describe("a memory budget", () => {
  it("evicts the oldest of the others, and keeps the newest however large it is", () => {
    const evicted: string[] = [];
    class Named extends Resident {
      readonly name: string;
      constructor(name: string) {
        super();
        this.name = name;
      }
      override evict(): void {
        evicted.push(this.name);
      }
    }
    const budget = new MemoryBudget(10);
    const [a, b, c] = [new Named("a"), new Named("b"), new Named("c")];
    budget.hold(a, 4);
    budget.hold(b, 4);
    budget.hold(a, 5);
    budget.hold(c, 3);
    expect([evicted, budget.bytes]).toEqual([["b"], 8]);
    budget.release(a);
    budget.release(a);
    budget.hold(b, 20);
    expect([evicted, budget.bytes]).toEqual([["b", "c"], 20]);
  });
});

describe("a spill directory", () => {
  it("is there when it is used, until it is closed", () => {
    const spill = new SpillDirectory(root);
    const { path } = spill;
    expect(existsSync(path)).toBe(true);
    spill.close();
    expect(existsSync(path)).toBe(false);
  });

  it("of a process that is gone is removed by the next, and no other is", () => {
    const spill = new SpillDirectory(root);
    const { path } = spill;
    const named = (name: string) => {
      mkdirSync(join(root, name));
      return join(root, name);
    };
    // No process has such an id: the kernel's maximum is 2^22.
    const gone = named("aforo-spill-4194305-x");
    const ofOurPid = named(`aforo-spill-${process.pid}-before`);
    utimesSync(ofOurPid, 1_000, 1_000);
    const ofAnother = named(`aforo-spill-${process.ppid}-x`);
    const unrelated = named("other");
    removeStaleSpills(Date.now(), root);
    expect([gone, ofOurPid].map((path) => existsSync(path))).toEqual([false, false]);
    expect([path, ofAnother, unrelated].map((path) => existsSync(path))).toEqual([
      true,
      true,
      true,
    ]);
    spill.close();
  });
});

describe("the lock of a directory", () => {
  it("keeps others out until it is given back", () => {
    const path = join(root, "data");
    const unlock = lockDirectory(path, Date.now());
    expect(() => lockDirectory(path, Date.now())).toThrow(
      `${path} is in use by process ${process.pid}`,
    );
    unlock();
    lockDirectory(path, Date.now())();
  });

  it.each(["", "4194305"])("of a process that was killed does not count: '%s'", (owner) => {
    writeFileSync(join(root, "lock"), owner);
    lockDirectory(root, Date.now())();
    expect(existsSync(join(root, "lock"))).toBe(false);
  });
});

it("a file that is written atomically replaces the one before", () => {
  const path = join(root, "state.json");
  writeAtomically(path, "one");
  writeAtomically(path, "two");
  expect(existsSync(`${path}.new`)).toBe(false);
  expect(new OpenFiles().read(path, 0, 3).toString()).toBe("two");
});
