import type { WriteCondition } from "../conditions.ts";
import { S3Error } from "../errors.ts";

type Headers = Readonly<Record<string, string>>;

const unconditional: WriteCondition = { kind: "none" };

/**
 * The condition of a write from its headers: `If-None-Match: *` or `If-Match: <etag>`. Any other
 * If-None-Match, `If-Match: *`, or both at once, is NotImplemented, as with AWS. Source: S3 User
 * Guide, "Conditional writes".
 */
export function writeConditionOf(headers: Headers): WriteCondition {
  const ifNoneMatch = headers["if-none-match"];
  const etag = headers["if-match"];
  if (ifNoneMatch === undefined) {
    if (etag === undefined) return unconditional;
    if (etag.trim() !== "*") return { kind: "etag", etag };
    throw new S3Error("NotImplemented", { Header: "If-Match" });
  }
  if (etag !== undefined || ifNoneMatch.trim() !== "*") {
    const Header = etag === undefined ? "If-None-Match" : "If-Match,If-None-Match";
    throw new S3Error("NotImplemented", { Header });
  }
  return { kind: "absent" };
}

/** The condition of a deletion: an ETag, or `*` for any. Source: DeleteObject API reference. */
export function deleteConditionOf(etag: string | undefined): WriteCondition {
  if (etag === undefined) return unconditional;
  return etag.trim() === "*" ? { kind: "present" } : { kind: "etag", etag };
}
