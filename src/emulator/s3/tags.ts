import type { S3Limits } from "../../core/limits/s3.ts";
import { S3Error } from "./errors.ts";
import type { Tag } from "./objects.ts";
import { invalidArgument } from "./protocol/list-parameters.ts";
import { childText } from "./protocol/xml-reader.ts";
import type { XmlElement } from "./protocol/xml-reader.ts";

/** Letters, digits and spaces of any script, and `+ - = . _ : / @`. Source: "Object tags". */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The tags of `<Tagging><TagSet><Tag><Key/><Value/></Tag>…`. Throws MalformedXML. */
export function readTagSet(root: XmlElement): readonly Tag[] {
  const [set] = root.children;
  if (root.name !== "Tagging" || root.children.length !== 1 || set?.name !== "TagSet") {
    throw new S3Error("MalformedXML");
  }
  return set.children.map((tag) => {
    const key = childText(tag, "Key");
    const value = childText(tag, "Value");
    if (tag.name !== "Tag" || key === undefined || value === undefined) {
      throw new S3Error("MalformedXML");
    }
    return { key, value };
  });
}

/** The tags of the header `x-amz-tagging`, as in a query: `a=1&b=2`. Throws InvalidArgument. */
export function readTagHeader(header: string): readonly Tag[] {
  const tags = [...new URLSearchParams(header)].map(([key, value]) => ({ key, value }));
  const keys = new Set(tags.map(({ key }) => key));
  if (keys.size < tags.length || tags.some(({ value }) => value.includes(","))) {
    const reason =
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters " +
      "without tag name duplicates.";
    throw invalidArgument("x-amz-tagging", header, reason);
  }
  return tags;
}

/** Throws BadRequest where there are too many, and InvalidTag for one that is not allowed. */
export function checkTags(tags: readonly Tag[], tagsMax: number, limits: S3Limits): void {
  if (tags.length > tagsMax) {
    const thing = tagsMax === limits.objectTagsMax ? "Object" : "Bucket";
    throw new S3Error("BadRequest", {}, `${thing} tags cannot be greater than ${tagsMax}`);
  }
  const keys = new Set<string>();
  for (const { key, value } of tags) {
    if (key === "" || lengthOf(key) > limits.tagKeyCharactersMax || !allowed.test(key)) {
      throw new S3Error("InvalidTag", { TagKey: key }, "The TagKey you have provided is invalid");
    }
    if (lengthOf(value) > limits.tagValueCharactersMax || !allowed.test(value)) {
      const reason = "The TagValue you have provided is invalid";
      throw new S3Error("InvalidTag", { TagKey: key, TagValue: value }, reason);
    }
    if (key.startsWith("aws:")) {
      throw new S3Error(
        "InvalidTag",
        { TagKey: key },
        "System tags cannot be added/updated by requester",
      );
    }
    if (keys.has(key)) {
      const reason = "Cannot provide multiple Tags with the same key";
      throw new S3Error("InvalidTag", { TagKey: key }, reason);
    }
    keys.add(key);
  }
}

/** In characters, of which one may take two units in JavaScript. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
