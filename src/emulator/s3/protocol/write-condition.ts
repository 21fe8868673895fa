import type { WriteCondition } from "../conditions.ts";
import { S3Error } from "../errors.ts";

const unconditional: WriteCondition = { kind: "none" };

/**
 * The condition of a write from its headers: `If-None-Match: *` or `If-Match: <etag>`. Any other
 * If-None-Match, or both at once, is NotImplemented, as with AWS. Source: S3 User Guide,
 * "Conditional writes".
 */
export function writeConditionOf(headers: Readonly<Record<string, string>>): WriteCondition {
  const ifNoneMatch = headers["if-none-match"];
  const etag = headers["if-match"];
  if (ifNoneMatch === undefined) return etag === undefined ? unconditional : { kind: "etag", etag };
  if (etag !== undefined || ifNoneMatch.trim() !== "*") {
    throw new S3Error("NotImplemented", { Header: "If-None-Match" });
  }
  return { kind: "absent" };
}
