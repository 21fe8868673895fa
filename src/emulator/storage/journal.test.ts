import * as fc from "fast-check";
import {
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
import { Crash, CrashingFiles } from "../../../test/support/crashing-files.ts";
import { CommitGroup } from "./commit-group.ts";
import { Journal, type JournalPlace } from "./journal.ts";
import { OpenFiles } from "./open-files.ts";

const segmentBytes = 400;
const slackBytes = 800;

let root: string;
let made = 0;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "aforo-test-"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** An owner: texts by key, of which the journal alone holds the texts. */
class Texts {
  readonly places = new Map<string, JournalPlace>();
  readonly group = new CommitGroup("write");
  readonly journal: Journal;

  constructor(directory: string, files = new OpenFiles()) {
    this.journal = new Journal({
      directory,
      files,
      group: this.group,
      segmentBytes,
      slackBytes,
      relocate: (payload, place) => {
        const [key = ""] = payload.toString().split("=");
        const now = this.places.get(key);
        if (now?.segment !== place.segment || now.offset !== place.offset) return;
        this.place(key, this.journal.append(payload));
      },
    });
    this.journal.replay((kind, payload, place) => {
      const [key = ""] = payload.toString().split("=");
      this.place(key, kind === "entry" ? place : undefined);
    });
  }

  put(key: string, text: string): void {
    this.place(key, this.journal.append(Buffer.from(`${key}=${text}`)));
  }

  delete(key: string): void {
    this.journal.append(Buffer.from(key), "tombstone");
    this.place(key, undefined);
  }

  place(key: string, place: JournalPlace | undefined): void {
    const before = this.places.get(key);
    if (place) this.places.set(key, place);
    else this.places.delete(key);
    if (before) this.journal.markDead(before);
  }

  state(): string {
    const texts = [...this.places.values()].map((place) => this.journal.read(place).toString());
    return texts.sort().join(" ");
  }
}

type Operation = {
  readonly kind: "put" | "delete" | "commit" | "clean";
  key: string;
  size: number;
};

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom("put", "put", "put", "delete", "commit", "clean"),
  key: fc.constantFrom("a", "b", "c", "d", "e", "f"),
  size: fc.oneof(fc.nat(60), fc.nat(600)),
});

/** Runs the operations up to the crash, if any; answers what a restart may bring back. */
function run(operations: readonly Operation[], texts: Texts): { allowed: Set<string> } {
  const model = new Map<string, string>();
  let allowed = [""];
  const stateOfModel = () =>
    [...model]
      .map(([key, text]) => `${key}=${text}`)
      .sort()
      .join(" ");
  try {
    for (const [at, { kind, key, size }] of operations.entries()) {
      const text = `${at}`.padEnd(size, ".");
      if (kind === "put") model.set(key, text);
      if (kind === "delete") model.delete(key);
      allowed.push(stateOfModel());
      if (kind === "put") texts.put(key, text);
      else if (kind === "clean") texts.journal.clean();
      else if (kind === "delete") texts.delete(key);
      else {
        void texts.group.commit();
        allowed = allowed.slice(-1);
      }
      expect(texts.state()).toBe(stateOfModel());
    }
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
  return { allowed: new Set(allowed) };
}

describe("the journal", () => {
  it("brings back what was committed, and a beginning of the rest, wherever it is killed", () => {
    const operations = fc.array(operation, { maxLength: 150 });
    const property = fc.property(operations, fc.nat(20_000), (operations, killedAfter) => {
      const directory = join(root, String(made++));
      const files = new CrashingFiles(killedAfter);
      const { allowed } = run(operations, new Texts(directory, files));
      files.closeAll();
      const recovered = new Texts(directory);
      expect(allowed).toContain(recovered.state());
      // And it goes on from there.
      recovered.put("a", "new");
      void recovered.group.commit();
      const state = recovered.state();
      recovered.journal.close();
      expect(new Texts(directory).state()).toBe(state);
    });
    fc.assert(property, { numRuns: 150 });
  });

  it("takes no more room than twice what is live, and some slack", () => {
    const texts = new Texts(root);
    // One that stays keeps the oldest segment, until it is cleaned.
    texts.put("stays", "x");
    for (let n = 0; n < 3_000; n++) {
      texts.put(`k${n % 20}`, String(n));
      if (n % 3 === 0) texts.delete(`k${n % 7}`);
      texts.journal.clean();
      void texts.group.commit();
      const { bytes, liveBytes } = texts.journal.size;
      expect(bytes).toBeLessThanOrEqual(2 * liveBytes + slackBytes + 2 * segmentBytes);
    }
    expect(texts.state()).toContain("stays=x");
    const onDisk = readdirSync(root).reduce(
      (sum, name) => sum + readFileSync(join(root, name)).length,
      0,
    );
    expect(onDisk).toBe(texts.journal.size.bytes);
  });

  it("keeps a tombstone while what it killed is still in an older segment", () => {
    const texts = new Texts(root);
    texts.put("killed", "x");
    texts.put("stays", "x".repeat(segmentBytes));
    texts.delete("killed");
    texts.put("filler", "x".repeat(segmentBytes));
    texts.put("filler", "y");
    void texts.group.commit();
    expect(readdirSync(root)).toHaveLength(3);
    expect([...new Texts(root).places.keys()]).toEqual(["stays", "filler"]);
    texts.put("stays", "y");
    void texts.group.commit();
    expect(readdirSync(root)).toHaveLength(1);
    expect(new Texts(root).state()).toBe("filler=y stays=y");
  });

  it("cuts off what a crash has torn, at whichever byte", () => {
    const texts = new Texts(root);
    texts.put("a", "1");
    void texts.group.commit();
    texts.put("a", "2");
    texts.journal.close();
    const path = join(root, readdirSync(root)[0] as string);
    const whole = readFileSync(path);
    for (let length = whole.length / 2; length < whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      expect(new Texts(root).state()).toBe("a=1");
      expect(readFileSync(path)).toHaveLength(whole.length / 2);
    }
    writeFileSync(path, Buffer.concat([whole, Buffer.alloc(5_000)]));
    expect(new Texts(root).state()).toBe("a=2");
  });

  it("names file and offset where an earlier segment was altered", () => {
    const texts = new Texts(root);
    for (let n = 0; n < 20; n++) texts.put(`k${n}`, "x".repeat(50));
    texts.journal.close();
    const path = join(root, readdirSync(root).sort()[0] as string);
    const bytes = readFileSync(path);
    const second = 8 + bytes.readUInt32LE(0);
    bytes[second + 12]! ^= 1;
    writeFileSync(path, bytes);
    expect(() => texts.journal.read(texts.places.get("k1") as JournalPlace)).toThrow(
      `${path} is corrupt at offset ${second}: the frame is torn or altered.`,
    );
    expect(() => new Texts(root)).toThrow(`${path} is corrupt at offset ${second}`);
    truncateSync(path, second - 1);
    expect(() => new Texts(root)).toThrow(`${path} is corrupt at offset 0`);
  });

  it("refuses an owner who leaves live entries where they were", () => {
    const options = { directory: root, files: new OpenFiles(), group: new CommitGroup("none") };
    const relocate = () => undefined;
    const journal = new Journal({ ...options, relocate, segmentBytes, slackBytes: 0 });
    journal.append(Buffer.alloc(100));
    for (let n = 0; n < 10; n++) journal.markDead(journal.append(Buffer.alloc(100)));
    expect(() => journal.clean()).toThrow("were not relocated");
  });
});
