import { describe, expect, test } from "vitest";
import { SpilledBodies } from "./storage/spilled-bodies.ts";
import { checkReadConditions, checkWriteCondition } from "./conditions.ts";
import type { ReadConditions, WriteCondition } from "./conditions.ts";
import type { S3Error } from "./errors.ts";
import type { StoredObject } from "./objects.ts";

const object: StoredObject = {
  kind: "object",
  versionId: "null",
  sequence: 1,
  body: new SpilledBodies().bodies.append(Buffer.from("x")),
  etag: '"e1"',
  lastModifiedMs: Date.UTC(2026, 0, 2),
  headers: {},
  checksum: { algorithm: "CRC32", value: "" },
  checksumType: "FULL_OBJECT",
  storageClass: "STANDARD",
  parts: undefined,
  tags: undefined,
  acl: undefined,
};
const nowMs = Date.UTC(2026, 0, 3);
const future = "Mon, 05 Jan 2026 00:00:00 GMT";
const before = "Thu, 01 Jan 2026 00:00:00 GMT";
const same = "Fri, 02 Jan 2026 00:00:00 GMT";

describe("read conditions", () => {
  test.each<[Partial<ReadConditions>, string]>([
    [{}, "read"],
    [{ ifMatch: '"e1"' }, "read"],
    [{ ifMatch: "e1" }, "read"],
    [{ ifMatch: "*" }, "read"],
    [{ ifMatch: '"e0", "e1"' }, "read"],
    [{ ifMatch: '"e0"' }, "PreconditionFailed If-Match"],
    [{ ifUnmodifiedSince: before }, "PreconditionFailed If-Unmodified-Since"],
    [{ ifUnmodifiedSince: same }, "read"],
    [{ ifMatch: '"e1"', ifUnmodifiedSince: before }, "read"],
    [{ ifNoneMatch: '"e1"' }, "not-modified"],
    [{ ifNoneMatch: '"e0"' }, "read"],
    [{ ifModifiedSince: same }, "not-modified"],
    [{ ifModifiedSince: before }, "read"],
    [{ ifModifiedSince: future }, "read"],
    [{ ifNoneMatch: '"e0"', ifModifiedSince: same }, "read"],
    [{ ifNoneMatch: '"e1"', ifModifiedSince: before }, "not-modified"],
    [{ ifModifiedSince: "not a date", ifUnmodifiedSince: "nor this" }, "read"],
  ])("%o", (given, expected) => {
    const none = {
      ifMatch: undefined,
      ifNoneMatch: undefined,
      ifModifiedSince: undefined,
      ifUnmodifiedSince: undefined,
    };
    expect(outcome(() => checkReadConditions({ ...none, ...given }, object, nowMs))).toBe(expected);
  });
});

describe("write conditions", () => {
  test.each<[WriteCondition, StoredObject | undefined, string]>([
    [{ kind: "none" }, object, "ok"],
    [{ kind: "absent" }, undefined, "ok"],
    [{ kind: "absent" }, object, "PreconditionFailed If-None-Match"],
    [{ kind: "etag", etag: '"e1"' }, object, "ok"],
    [{ kind: "etag", etag: '"e0"' }, object, "PreconditionFailed If-Match"],
    [{ kind: "etag", etag: '"e1"' }, undefined, "NoSuchKey "],
    [{ kind: "present" }, object, "ok"],
    [{ kind: "present" }, undefined, "PreconditionFailed If-Match"],
  ])("%o", (condition, current, expected) => {
    const check = (): string => {
      checkWriteCondition(condition, current, "key");
      return "ok";
    };
    expect(outcome(check)).toBe(expected);
  });
});

function outcome(check: () => string): string {
  try {
    return check();
  } catch (error) {
    const { code, detail } = error as S3Error;
    return `${code} ${detail["Condition"] ?? ""}`;
  }
}
