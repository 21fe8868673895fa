import { describe, expect, test } from "vitest";

import { sqsLimits } from "../../core/limits/sqs.ts";
import {
  attributesBytes,
  attributesMd5,
  readMessageAttributes,
  selectAttributes,
} from "./message-attributes.ts";

const attributes = {
  "trace.id": { DataType: "String", StringValue: "añ" },
  "trace.depth": { DataType: "Number.int", StringValue: "3" },
  blob: { DataType: "Binary", BinaryValue: "AAEC" },
};

test("digests as AWS does", () => {
  const timestamp = { DataType: "Number", StringValue: "1493147359900" };
  expect(attributesMd5({ timestamp })).toBe("235c5c510d26fb653d073faed50ae77c");
  expect(attributesMd5(undefined)).toBeUndefined();
});

test("the digest does not depend on the order of attributes", () => {
  const reversed = Object.fromEntries(Object.entries(attributes).reverse());
  expect(attributesMd5(reversed)).toBe(attributesMd5(attributes));
});

test("counts names, types and decoded values", () => {
  expect(attributesBytes(attributes)).toBe(8 + 6 + 3 + (11 + 10 + 1) + (4 + 6 + 3));
  expect(attributesBytes(undefined)).toBe(0);
});

test.each([
  [[], []],
  [["All"], ["trace.id", "trace.depth", "blob"]],
  [[".*"], ["trace.id", "trace.depth", "blob"]],
  [["trace.*"], ["trace.id", "trace.depth"]],
  [["blob", "none"], ["blob"]],
  [["none"], []],
])("selects %j", (wanted, expected) => {
  expect(Object.keys(selectAttributes(attributes, wanted) ?? {})).toEqual(expected);
});

describe("refuses", () => {
  const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, {}]));
  test.each([
    [eleven, "Number of message attributes [11] exceeds the allowed maximum [10]."],
    [{ "AWS.x": {} }, "Value AWS.x for parameter MessageAttributeName is invalid."],
    [{ "a..b": {} }, "Value a..b for parameter MessageAttributeName is invalid."],
    [{ a: {} }, "The message attribute 'a' must contain non-empty message attribute type."],
    [
      { a: { DataType: "Bool" } },
      "The message attribute 'a' has an invalid message attribute type",
    ],
    [
      { a: { DataType: "String", StringValue: "" } },
      "The message attribute 'a' must contain non-empty message attribute value",
    ],
    [{ a: { DataType: "Number", StringValue: "x" } }, "Can't cast the value of message (user)"],
  ])("%j", (input, message) => {
    expect(() => readMessageAttributes(input, sqsLimits())).toThrow(message);
  });
});
