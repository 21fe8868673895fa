import { expect, test } from "vitest";

import { sqsLimits } from "../../core/limits/sqs.ts";
import { withoutTags, withTags, type Tags } from "./queue-tags.ts";

const to = { queueName: "q", limits: sqsLimits({ tagsMax: 2 }) };

test("a tag replaces that of the same key, others stay", () => {
  expect(withTags({ a: "1", b: "2" }, { b: "3" }, to)).toEqual({ a: "1", b: "3" });
  expect(withoutTags({ a: "1", b: "2" }, ["a", "none"])).toEqual({ b: "2" });
});

test.each<readonly [added: Tags, message: string]>([
  [{ b: "", c: "" }, "Too many tags added for queue q."],
  [{ "": "x" }, "Tag keys must be between 1 and 128 characters in length."],
  [{ ["k".repeat(129)]: "" }, "Tag keys must be between 1 and 128 characters in length."],
  [{ k: "v".repeat(257) }, "Tag values must be between 0 and 256 characters in length."],
])("refuses %j", (added, message) => {
  expect(() => withTags({ a: "1" }, added, to)).toThrow(message);
});
