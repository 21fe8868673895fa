import * as fc from "fast-check";
import { expect, test } from "vitest";
import { engineContext } from "../../../../test/support/engine-context.ts";
import { s3Limits } from "../../../core/limits/s3.ts";
import { checksumOf } from "../checksum/checksum.ts";
import { S3Engine } from "../engine.ts";
import { listPage } from "../listing.ts";
import type { Page } from "../listing.ts";
import { versionsFrom } from "./versions.ts";
import type { ListedVersion } from "./versions.ts";

/** One version as the model has it: the whole state is a list of them, oldest first. */
interface ModelVersion {
  readonly key: string;
  readonly id: string;
  readonly kind: "object" | "delete-marker";
}

type Step =
  | { readonly kind: "put"; readonly key: string }
  | { readonly kind: "delete"; readonly key: string }
  | { readonly kind: "deleteVersion"; readonly pick: number }
  | { readonly kind: "versioning"; readonly status: "Enabled" | "Suspended" };

// Keys that begin one another, with the bytes that separate index entries, and beyond ASCII.
const key = fc.constantFrom("a", "a\u0000", "a\u0000\u0001", "a/", "a/b", "b", "é", "\u{1f600}");
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("put" as const), key }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("delete" as const), key }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("deleteVersion" as const), pick: fc.nat(1_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("versioning" as const),
      status: fc.constantFrom("Enabled" as const, "Suspended" as const),
    }),
  },
);

const unconditional = { kind: "none" } as const;

/** An engine with a bucket, and the model beside it. */
class Pair {
  readonly engine = new S3Engine(engineContext(), s3Limits());
  versions: ModelVersion[] = [];
  #status: "Disabled" | "Enabled" | "Suspended" = "Disabled";

  constructor() {
    this.engine.createBucket("bkt", "us-east-1");
  }

  take(step: Step): void {
    if (step.kind === "versioning") {
      this.engine.setVersioning("bkt", step.status);
      this.#status = step.status;
    } else if (step.kind === "put") {
      const bytes = Buffer.from("x");
      const upload = { bytes, headers: {}, checksum: checksumOf(bytes, "CRC32") };
      const address = { bucket: "bkt", key: step.key };
      const { versionId } = this.engine.putObject(address, upload, unconditional);
      this.#add({ key: step.key, id: versionId, kind: "object" });
    } else if (step.kind === "delete") {
      const { versionId } = this.engine.deleteObject(
        { bucket: "bkt", key: step.key },
        unconditional,
      );
      if (versionId === undefined) this.#remove(step.key, "null");
      else this.#add({ key: step.key, id: versionId, kind: "delete-marker" });
    } else if (this.versions.length > 0) {
      const chosen = this.versions[step.pick % this.versions.length] as ModelVersion;
      const address = { bucket: "bkt", key: chosen.key, versionId: chosen.id };
      const { found } = this.engine.deleteObject(address, unconditional);
      if (!found) throw new Error(`${chosen.key} ${chosen.id} was not there`);
      this.#remove(chosen.key, chosen.id);
    }
  }

  get status(): string {
    return this.#status;
  }

  #add(version: ModelVersion): void {
    if (version.id === "null") this.#remove(version.key, "null");
    this.versions.push(version);
  }

  #remove(key: string, id: string): void {
    this.versions = this.versions.filter((version) => version.key !== key || version.id !== id);
  }

  /** All versions in the order of ListObjectVersions. */
  listed(): readonly (ModelVersion & { readonly isLatest: boolean })[] {
    const keys = [...new Set(this.versions.map((version) => version.key))].sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
    return keys.flatMap((key) =>
      this.versions
        .filter((version) => version.key === key)
        .reverse()
        .map((version, at) => ({ ...version, isLatest: at === 0 })),
    );
  }
}

function pairAfter(steps: readonly Step[]): Pair {
  const pair = new Pair();
  for (const step of steps) pair.take(step);
  return pair;
}

const steps = fc.array(step, { maxLength: 60 });

function textOf(keyBytes: string): string {
  return Buffer.from(keyBytes, "latin1").toString("utf8");
}

test("versions, their order and which is the latest are as a list of all writes has them", () => {
  fc.assert(
    fc.property(steps, (steps) => {
      const pair = pairAfter(steps);
      const bucket = pair.engine.bucket("bkt");
      const listed = [...versionsFrom(bucket, "")].map(([at, { version, isLatest }]) => {
        return { key: textOf(at), id: version.versionId, kind: version.kind, isLatest };
      });
      const expected = pair.listed();
      expect(listed).toEqual(expected);
      const current = expected.filter(({ isLatest, kind }) => isLatest && kind === "object");
      const objects = [...bucket.objects.from("")].map(([at, { versionId }]) => {
        return { key: textOf(at), id: versionId };
      });
      expect(objects).toEqual(current.map(({ key, id }) => ({ key, id })));
      expect(bucket.objects.size + bucket.history.size).toBe(expected.length);
      for (const { key, id, kind } of expected) {
        const read = (): string =>
          pair.engine.object({ bucket: "bkt", key, versionId: id }).versionId;
        if (kind === "object") expect(read()).toBe(id);
        else expect(read).toThrow("not allowed against this resource");
      }
    }),
    { numRuns: 300 },
  );
});

test("a listing resumes behind any of its versions, also behind one that is gone since", () => {
  fc.assert(
    fc.property(steps, fc.nat(1_000), (steps, pick) => {
      const pair = pairAfter([{ kind: "versioning", status: "Enabled" }, ...steps]);
      const all = pair.listed();
      if (all.length === 0) return;
      const at = pick % all.length;
      const marker = all[at] as (typeof all)[number];
      const bucket = pair.engine.bucket("bkt");
      const keyBytes = Buffer.from(marker.key).toString("latin1");
      const [, found] =
        [...versionsFrom(bucket, keyBytes)].find(
          ([, { version }]) => version.versionId === marker.id,
        ) ?? [];
      const sequence = found?.version.sequence ?? 0;
      const rest = (): readonly { readonly key: string; readonly id: string }[] =>
        [...versionsFrom(bucket, keyBytes, { key: keyBytes, sequence })].map(([at, listed]) => {
          return { key: textOf(at), id: listed.version.versionId };
        });
      const expected = all.slice(at + 1).map(({ key, id }) => ({ key, id }));
      expect(rest()).toEqual(expected);
      pair.engine.deleteObject(
        { bucket: "bkt", key: marker.key, versionId: marker.id },
        unconditional,
      );
      expect(rest()).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test("pages with a delimiter show each version or its common prefix once", () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 4 }), (steps, limit) => {
      const pair = pairAfter(steps);
      const bucket = pair.engine.bucket("bkt");
      const shown: string[] = [];
      let from: string | undefined = "";
      let after: { key: string; sequence: number } | undefined;
      while (from !== undefined) {
        const page: Page<ListedVersion> = listPage(
          { from: (key) => versionsFrom(bucket, key, after) },
          { prefix: "", delimiter: "/", from, limit },
        );
        shown.push(...page.entries.map(([at, { version }]) => `${at} ${version.versionId}`));
        shown.push(...page.commonPrefixes);
        const last = page.entries.at(-1);
        const inKey = last !== undefined && last[0] === page.last;
        after = inKey ? { key: last[0], sequence: last[1].version.sequence } : undefined;
        from = page.next === undefined ? undefined : inKey ? last[0] : page.next;
      }
      const expected = new Set(
        pair.listed().map(({ key, id }) => {
          const bytes = Buffer.from(key).toString("latin1");
          return bytes.startsWith("a/") ? "a/" : `${bytes} ${id}`;
        }),
      );
      expect(shown.toSorted()).toEqual([...expected].sort());
    }),
    { numRuns: 300 },
  );
});
