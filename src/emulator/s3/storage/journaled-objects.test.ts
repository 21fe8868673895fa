import * as fc from "fast-check";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { s3Limits } from "../../../core/limits/s3.ts";
import { Crash, CrashingFiles } from "../../../../test/support/crashing-files.ts";
import { engineContext } from "../../../../test/support/engine-context.ts";
import { carryOut, stateOf, type S3Step } from "../../../../test/support/s3-state.ts";
import { BodyPieces } from "../body-pieces.ts";
import { checksumOf } from "../checksum/checksum.ts";
import { S3Engine } from "../engine.ts";
import { JournaledObjects, type JournaledObjectsOptions } from "./journaled-objects.ts";

let root: string;
let made = 0;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "aforo-test-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const limits = s3Limits({ partBytesMin: 0 });
const small = { segmentBytes: 3_000, slackBytes: 6_000, smallBodyBytesMax: 100 };

function open(directory: string, changed: Partial<JournaledObjectsOptions> = {}) {
  const storage = new JournaledObjects({ directory, policy: "write", ...small, ...changed });
  return { storage, engine: new S3Engine(engineContext(), limits, storage) };
}

function newDirectory(): string {
  return join(root, String(made++));
}

const bucket = fc.constantFrom("bucket-a", "bucket-b");
const key = fc.constantFrom("k", "k/l", "\u00e4");
const nth = fc.nat(9);
const size = fc.oneof(fc.nat(99), fc.nat(600));

function steps<T extends object>(kind: string, fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record({ kind: fc.constant(kind), ...fields });
}

const step = fc.oneof(
  ...["create", "delete-bucket", "enable", "suspend"].map((kind) => steps(kind, { bucket })),
  { weight: 12, arbitrary: steps("put", { bucket, key, size }) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom("delete", "tag", "copy", "begin")
      .chain((kind) => steps(kind, { bucket, key })),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom("delete-version", "complete", "abort")
      .chain((kind) => steps(kind, { bucket, nth })),
  },
  {
    weight: 4,
    arbitrary: steps("part", { bucket, nth, number: fc.integer({ min: 1, max: 3 }), size }),
  },
  {
    weight: 2,
    arbitrary: steps("part-copy", { bucket, nth, number: fc.integer({ min: 1, max: 3 }), key }),
  },
  steps("configure", { bucket, document: fc.constantFrom("", "<a/>", "<b/>") }),
) as fc.Arbitrary<S3Step>;

const first: readonly S3Step[] = [
  { kind: "create", bucket: "bucket-a" },
  { kind: "create", bucket: "bucket-b" },
];
const someSteps = fc.array(step, { maxLength: 120, size: "max" });

describe("a data directory", () => {
  it("has what was committed, and all of the last change or nothing, after a crash", async () => {
    await fc.assert(
      fc.asyncProperty(someSteps, fc.nat(60_000), async (later, crashAt) => {
        const directory = newDirectory();
        const model = new S3Engine(engineContext(), limits);
        let [before, after] = ["[]", "[]"];
        try {
          const { storage, engine } = open(directory, { files: new CrashingFiles(crashAt) });
          for (const taken of [...first, ...later]) {
            carryOut(model, taken);
            [before, after] = [after, stateOf(model)];
            carryOut(engine, taken);
            await storage.commit();
            before = after;
          }
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
        }
        const { storage, engine } = open(directory);
        expect([before, after]).toContain(stateOf(engine));
        await storage.close();
      }),
      { numRuns: 60 },
    );
  });

  it("goes on after each of many restarts, and counts no byte as live that is dead", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someSteps, { maxLength: 4 }), async (runs) => {
        const directory = newDirectory();
        const model = new S3Engine(engineContext(), limits);
        for (const run of runs) {
          const { storage, engine } = open(directory);
          expect(stateOf(engine)).toBe(stateOf(model));
          for (const taken of [...first, ...run]) {
            carryOut(model, taken);
            carryOut(engine, taken);
            await storage.commit();
          }
          expect(stateOf(engine)).toBe(stateOf(model));
          const { liveBytes } = storage.size;
          await storage.close();
          const again = open(directory);
          expect(again.storage.size.liveBytes).toBe(liveBytes);
          await again.storage.close();
        }
        const { storage, engine } = open(directory);
        for (const bucketName of ["bucket-a", "bucket-b"]) {
          for (let left = 200; left > 0; left--) {
            carryOut(engine, { kind: "delete-version", bucket: bucketName, nth: 0 });
          }
          carryOut(engine, { kind: "delete-bucket", bucket: bucketName });
          await storage.commit();
        }
        expect(stateOf(engine)).toBe("[]");
        expect(storage.size.liveBytes).toBe(0);
        await storage.close();
      }),
      { numRuns: 60 },
    );
  });

  it("gives out no sequence number twice", async () => {
    const directory = newDirectory();
    const address = { bucket: "bucket-a", key: "k" };
    const ids = new Set<string>();
    for (let run = 0; run < 3; run++) {
      const { storage, engine } = open(directory);
      for (const taken of first) carryOut(engine, taken);
      carryOut(engine, { kind: "enable", bucket: "bucket-a" });
      carryOut(engine, { kind: "put", ...address, size: 1 });
      const { versionId } = engine.object(address);
      ids.add(versionId.slice(-9));
      engine.deleteObject({ ...address, versionId }, { kind: "none" });
      await storage.close();
    }
    expect(ids.size).toBe(3);
  });

  it("is no larger than what lives in it asks for, whatever was written", async () => {
    const { storage, engine } = open(newDirectory());
    for (const taken of first) carryOut(engine, taken);
    for (let i = 0; i < 2_000; i++) {
      carryOut(engine, {
        kind: "put",
        bucket: "bucket-a",
        key: `k${i % 20}`,
        size: (i * 37) % 500,
      });
      await storage.commit();
    }
    const { bytes, liveBytes } = storage.size;
    expect(bytes).toBeLessThan(2 * liveBytes + small.slackBytes + 2 * small.segmentBytes);
    await storage.close();
  });
});

describe("a body in the files", () => {
  const address = { bucket: "bucket-a", key: "large" };

  function put(engine: S3Engine, bytes: Buffer): void {
    const upload = { bytes, headers: {}, checksum: checksumOf(bytes, "CRC32") };
    engine.putObject(address, upload, { kind: "none" });
  }

  /** Bytes that tell where they are. */
  const bytes = Buffer.from(Uint32Array.from({ length: 300_000 }, (_, at) => at).buffer);

  it("is read in ranges over its slices, also after a restart", async () => {
    const directory = newDirectory();
    const before = open(directory);
    carryOut(before.engine, { kind: "create", bucket: "bucket-a" });
    put(before.engine, bytes);
    await before.storage.commit();
    await before.storage.close();
    const { storage, engine } = open(directory);
    const { body } = engine.object(address);
    expect(body.read(0, body.sizeBytes).equals(bytes)).toBe(true);
    for (const [from, to] of [
      [0, 1],
      [131_071, 131_073],
      [131_072, 393_216],
      [1_000, 1_199_999],
      [5, 5],
    ] as const) {
      expect(body.read(from, to).equals(bytes.subarray(from, to))).toBe(true);
    }
    await storage.close();
  });

  it("stays readable to who has begun, though its object goes and its place changes", async () => {
    const directory = newDirectory();
    const { storage, engine } = open(directory);
    carryOut(engine, { kind: "create", bucket: "bucket-a" });
    put(engine, bytes);
    await storage.commit();
    const pieces = new BodyPieces(engine.object(address).body, { from: 0, to: bytes.length });
    const files = readdirSync(directory);
    const taken = [(await pieces.next()).value];
    engine.deleteObject(address, { kind: "none" });
    for (let i = 0; i < 4_000; i++) {
      // What stays keeps segments from going by themselves.
      const key = i % 5 === 0 ? `k${i}` : "k";
      carryOut(engine, { kind: "put", bucket: "bucket-a", key, size: 500 });
      await storage.commit();
    }
    for await (const piece of pieces) taken.push(piece);
    expect(Buffer.concat(taken as Buffer[]).equals(bytes)).toBe(true);
    expect(readdirSync(directory)).not.toContain(files[0]);
    expect(storage.size.liveBytes).toBeLessThan(1_000_000);
    await storage.close();
    expect(open(directory).engine.bucket("bucket-a").objects.size).toBe(801);
  });
});
