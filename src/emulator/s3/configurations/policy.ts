import type { S3Limits } from "../../../core/limits/s3.ts";
import { S3Error } from "../errors.ts";

/**
 * Checks the form of a bucket policy; what it allows has no effect here. Throws MalformedPolicy and
 * PolicyTooLarge. Source: S3 User Guide, "Bucket policies"; texts as recorded from S3.
 */
export function checkPolicy(text: string, { policyBytesMax }: S3Limits): void {
  if (Buffer.byteLength(text) > policyBytesMax) throw new S3Error("PolicyTooLarge");
  const policy = parsePolicy(text);
  const statements = statementsOf(policy);
  if (statements.length === 0) throw malformed("Missing required field Statement");
  for (const statement of statements) {
    if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny") {
      throw malformed(`Invalid effect: ${String(statement["Effect"])}`);
    }
    const names = Object.keys(statement);
    for (const field of ["Principal", "Action", "Resource"]) {
      if (!names.includes(field) && !names.includes(`Not${field}`)) {
        throw malformed(`Missing required field ${field}`);
      }
    }
  }
}

/**
 * Whether a policy lets everybody in: some statement allows all principals, without a condition.
 * Source: S3 User Guide, "The meaning of public", of which this is the plain part.
 */
export function isPublicPolicy(text: string): boolean {
  return statementsOf(parsePolicy(text)).some(
    ({ Effect: effect, Principal: principal, Condition: condition }) =>
      effect === "Allow" && condition === undefined && isEverybody(principal),
  );
}

function isEverybody(principal: unknown): boolean {
  if (principal === "*") return true;
  if (!isObject(principal)) return false;
  const accounts = principal["AWS"];
  return accounts === "*" || (Array.isArray(accounts) && accounts.includes("*"));
}

type JsonObject = Readonly<Record<string, unknown>>;

function parsePolicy(text: string): JsonObject {
  let policy: unknown;
  try {
    policy = text.startsWith("{") ? JSON.parse(text) : undefined;
  } catch {
    policy = undefined;
  }
  if (!isObject(policy)) throw new S3Error("MalformedPolicy");
  return policy;
}

/** One statement may stand without a list around it. */
function statementsOf({ Statement: statement }: JsonObject): readonly JsonObject[] {
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  return statements.filter((one) => isObject(one));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(reason: string): S3Error {
  return new S3Error("MalformedPolicy", {}, reason);
}
