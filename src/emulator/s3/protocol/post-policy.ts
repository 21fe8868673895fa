import { S3Error } from "../errors.ts";
import type { UploadForm } from "./form-data.ts";

/** Fields that a policy need not mention. Source: "Creating a POST policy", S3 API reference. */
const unmentioned = /^(?:policy|x-amz-signature|signature|awsaccesskeyid|x-ignore-.*)$/;

/**
 * Checks a form against its policy: that it is not out of date, that every condition holds and that
 * every field has one. A form without a policy is an anonymous one, which is let through. The
 * signature is not looked at. Throws AccessDenied, InvalidPolicyDocument, EntityTooSmall and
 * EntityTooLarge.
 */
export function checkPostPolicy(form: UploadForm, bucket: string, nowMs: number): void {
  const encoded = form.fields["policy"];
  if (encoded === undefined) return;
  const { expiration, conditions } = readPolicy(encoded);
  if (!(Date.parse(expiration) > nowMs)) throw denied("Policy expired.");
  const fields: Readonly<Record<string, string>> = { ...form.fields, bucket };
  const mentioned = new Set(["bucket"]);
  for (const condition of conditions) {
    const [operator, field, value] = asTriple(condition);
    if (operator === "content-length-range") {
      checkLength(form.file.bytes.length, Number(field), Number(value));
      continue;
    }
    const name = String(field).replace(/^\$/, "").toLowerCase();
    mentioned.add(name);
    const actual = fields[name] ?? "";
    const holds =
      operator === "starts-with" ? actual.startsWith(String(value)) : actual === String(value);
    if (!holds) throw failed(JSON.stringify(condition));
  }
  for (const name of Object.keys(form.fields)) {
    if (!mentioned.has(name) && !unmentioned.test(name)) {
      throw denied(`Invalid according to Policy: Extra input fields: ${name}`);
    }
  }
}

interface PostPolicy {
  readonly expiration: string;
  readonly conditions: readonly unknown[];
}

function readPolicy(encoded: string): PostPolicy {
  let policy: unknown;
  try {
    policy = JSON.parse(Buffer.from(encoded, "base64").toString("utf8"));
  } catch {
    policy = undefined;
  }
  if (isPolicy(policy)) return policy;
  throw new S3Error("InvalidPolicyDocument", {}, "Invalid Policy: Invalid JSON.");
}

function isPolicy(policy: unknown): policy is PostPolicy {
  if (typeof policy !== "object" || policy === null) return false;
  const { expiration, conditions } = policy as Partial<PostPolicy>;
  return typeof expiration === "string" && Array.isArray(conditions);
}

/** `{"acl": "private"}` is short for `["eq", "$acl", "private"]`. */
function asTriple(condition: unknown): readonly [operator: string, field: unknown, value: unknown] {
  if (Array.isArray(condition) && condition.length === 3) {
    const [operator, field, value] = condition as readonly unknown[];
    const name = String(operator).toLowerCase();
    if (["eq", "starts-with", "content-length-range"].includes(name)) return [name, field, value];
  } else if (typeof condition === "object" && condition !== null) {
    const [entry] = Object.entries(condition);
    if (entry && !Array.isArray(condition)) return ["eq", `$${entry[0]}`, entry[1]];
  }
  const reason = `Invalid Policy: Invalid Simple-Condition: ${JSON.stringify(condition)}`;
  throw new S3Error("InvalidPolicyDocument", {}, reason);
}

function checkLength(bytes: number, min: number, max: number): void {
  if (bytes < min) {
    throw new S3Error("EntityTooSmall", { ProposedSize: bytes, MinSizeAllowed: min });
  }
  if (bytes > max) {
    throw new S3Error("EntityTooLarge", { ProposedSize: bytes, MaxSizeAllowed: max });
  }
}

function failed(condition: string): S3Error {
  return denied(`Invalid according to Policy: Policy Condition failed: ${condition}`);
}

function denied(reason: string): S3Error {
  return new S3Error("AccessDenied", {}, reason);
}
