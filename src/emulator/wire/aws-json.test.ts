import { expect, it } from "vitest";
import { operationOf, toAwsJson } from "./aws-json.ts";

it("writes bytes as base64, times as seconds, and nothing for what is undefined", () => {
  const value = {
    Data: Buffer.from("ä"),
    At: new Date(1_500),
    Gone: undefined,
    Nested: [{ Count: 0, Gone: undefined, More: false }],
  };
  expect(toAwsJson(value)).toBe('{"Data":"w6Q=","At":1.5,"Nested":[{"Count":0,"More":false}]}');
});

it.each([
  ["Kinesis_20131202.PutRecord", "PutRecord"],
  ["AmazonSQS.SendMessage", undefined],
  [undefined, undefined],
])("the operation of %s is %s", (target, operation) => {
  const headers: Record<string, string> = target === undefined ? {} : { "x-amz-target": target };
  expect(operationOf(headers, "Kinesis_20131202.")).toBe(operation);
});
