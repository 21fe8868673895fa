import { S3Error } from "./errors.ts";
import type { StoredObject } from "./objects.ts";

/**
 * A conditional write: only where there is no such object, only over one, or only over the one with
 * this ETag.
 */
export type WriteCondition =
  | { readonly kind: "none" }
  | { readonly kind: "absent" }
  | { readonly kind: "present" }
  | { readonly kind: "etag"; readonly etag: string };

/** Throws where the condition does not hold. Source: S3 User Guide, "Conditional requests". */
export function checkWriteCondition(
  condition: WriteCondition,
  current: StoredObject | undefined,
  key: string,
): void {
  if (condition.kind === "absent" && current) throw preconditionFailed("If-None-Match");
  if (condition.kind === "present" && !current) throw preconditionFailed("If-Match");
  if (condition.kind !== "etag") return;
  if (!current) throw new S3Error("NoSuchKey", { Key: key });
  if (!etagListHas(condition.etag, current.etag)) throw preconditionFailed("If-Match");
}

/** Texts of the four conditional headers of a read. */
export interface ReadConditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
  readonly ifUnmodifiedSince: string | undefined;
}

type ReadConditionName = "If-Match" | "If-Unmodified-Since" | "If-None-Match" | "If-Modified-Since";

/**
 * The condition that does not hold, if any. An ETag condition goes before a date of the same kind;
 * a date that cannot be read, or that If-Modified-Since sets in the future, is ignored. Source:
 * GetObject and CopyObject API references, RFC 9110 section 13.2.2.
 */
export function failedCondition(
  conditions: ReadConditions,
  object: StoredObject,
  nowMs: number,
): ReadConditionName | undefined {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  const { etag, lastModifiedMs } = object;
  if (ifMatch !== undefined) {
    if (!etagListHas(ifMatch, etag)) return "If-Match";
  } else if (lastModifiedMs > dateOf(ifUnmodifiedSince, Infinity)) {
    return "If-Unmodified-Since";
  }
  if (ifNoneMatch !== undefined) {
    return etagListHas(ifNoneMatch, etag) ? "If-None-Match" : undefined;
  }
  const since = dateOf(ifModifiedSince, -Infinity);
  return lastModifiedMs <= since && since <= nowMs ? "If-Modified-Since" : undefined;
}

/** Throws PreconditionFailed, or says whether the client's copy is still good (304). */
export function checkReadConditions(
  conditions: ReadConditions,
  object: StoredObject,
  nowMs: number,
): "read" | "not-modified" {
  const failed = failedCondition(conditions, object, nowMs);
  if (failed === "If-Match" || failed === "If-Unmodified-Since") throw preconditionFailed(failed);
  return failed === undefined ? "read" : "not-modified";
}

export function preconditionFailed(condition: string): S3Error {
  return new S3Error("PreconditionFailed", { Condition: condition });
}

/** Whether a list of ETags, each with or without quotation marks, has this one or is `*`. */
function etagListHas(list: string, etag: string): boolean {
  if (list.trim() === "*") return true;
  const bare = etag.replaceAll('"', "");
  return list
    .split(",")
    .some((item) => item.trim().replace(/^W\//, "").replaceAll('"', "") === bare);
}

function dateOf(text: string | undefined, otherwise: number): number {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? otherwise : ms;
}
