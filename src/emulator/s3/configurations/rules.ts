import type { S3Limits } from "../../../core/limits/s3.ts";
import { S3Error } from "../errors.ts";
import { invalidArgument } from "../protocol/list-parameters.ts";
import { childOf, childrenOf, childText } from "../protocol/xml-reader.ts";
import type { XmlElement } from "../protocol/xml-reader.ts";
import { checkTags, readTagSet } from "../tags.ts";

/**
 * What must hold of configurations beyond the names of their elements. Each throws S3Error. Texts:
 * as recorded from S3 by the tests of LocalStack.
 */

const corsMethods = new Set(["GET", "PUT", "HEAD", "POST", "DELETE"]);

export function checkCors(root: XmlElement, { corsRulesMax }: S3Limits): void {
  if (root.children.length > corsRulesMax) throw new S3Error("MalformedXML");
  for (const rule of root.children) {
    const methods = childrenOf(rule, "AllowedMethod");
    if (methods.length === 0 || !childOf(rule, "AllowedOrigin")) throw new S3Error("MalformedXML");
    for (const method of methods) {
      if (!corsMethods.has(method.text.trim())) {
        const reason = `Found unsupported HTTP method in CORS config. Unsupported method is `;
        throw new S3Error("InvalidRequest", {}, reason + method.text.trim());
      }
    }
  }
}

export function checkEncryption(root: XmlElement): void {
  const byDefault = childOf(root.children[0] as XmlElement, "ApplyServerSideEncryptionByDefault");
  if (!byDefault) return;
  const algorithm = childText(byDefault, "SSEAlgorithm") ?? "";
  if (!["AES256", "aws:kms", "aws:kms:dsse"].includes(algorithm)) throw new S3Error("MalformedXML");
  if (algorithm === "AES256" && childOf(byDefault, "KMSMasterKeyID")) {
    throw new S3Error(
      "InvalidArgument",
      { ArgumentName: "ApplyServerSideEncryptionByDefault" },
      "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or " +
        "aws:kms:dsse",
    );
  }
}

export function checkLifecycle(root: XmlElement, { lifecycleRulesMax }: S3Limits): void {
  if (root.children.length > lifecycleRulesMax) throw new S3Error("MalformedXML");
  const ids = new Set<string>();
  for (const rule of root.children) {
    const status = childText(rule, "Status");
    if (status !== "Enabled" && status !== "Disabled") throw new S3Error("MalformedXML");
    if (!childOf(rule, "Filter") && !childOf(rule, "Prefix")) throw new S3Error("MalformedXML");
    const expiration = childOf(rule, "Expiration");
    if (expiration && expiration.children.length !== 1) throw new S3Error("MalformedXML");
    const date = expiration && childText(expiration, "Date");
    if (date !== undefined && !/T00:00:00(?:\.0+)?Z$/.test(date)) {
      throw invalidArgument("Date", date, "'Date' must be at midnight GMT");
    }
    const id = childText(rule, "ID");
    if (id === undefined) continue;
    if (ids.has(id)) {
      throw invalidArgument(
        "ID",
        id,
        `Rule ID must be unique. Found same ID for more than one rule`,
      );
    }
    ids.add(id);
  }
}

export function checkWebsite(root: XmlElement): void {
  const redirect = childOf(root, "RedirectAllRequestsTo");
  if (redirect) {
    if (root.children.length > 1) {
      const reason =
        "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.";
      throw invalidArgument("RedirectAllRequestsTo", "not null", reason);
    }
    if (!childText(redirect, "HostName")) throw new S3Error("MalformedXML");
    return;
  }
  const index = childOf(root, "IndexDocument");
  if (!index) {
    const reason =
      "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty";
    throw invalidArgument("IndexDocument", "null", reason);
  }
  const suffix = childText(index, "Suffix") ?? "";
  if (suffix === "" || suffix.includes("/")) {
    throw invalidArgument("IndexDocument", suffix, "The IndexDocument Suffix is not well formed");
  }
}

export function checkBucketTags(root: XmlElement, limits: S3Limits): void {
  checkTags(readTagSet(root), limits.bucketTagsMax, limits);
}
