import { expect, it } from "vitest";
import { Random } from "../../core/random.ts";
import { awsJsonError, operationOf, toAwsJson } from "./aws-json.ts";

it("writes bytes as base64, times as seconds, and nothing for what is undefined", () => {
  const value = {
    Data: Buffer.from("ä"),
    At: new Date(1_500),
    Gone: undefined,
    Nested: [{ Count: 0, Gone: undefined, More: false }],
  };
  expect(toAwsJson(value)).toBe('{"Data":"w6Q=","At":1.5,"Nested":[{"Count":0,"More":false}]}');
});

it("names the type of an error in body and header", () => {
  const failure = { status: 400, code: "LimitExceededException", message: 'too "many"' };
  expect(
    awsJsonError(failure, { contentType: "application/x-amz-json-1.1", random: Random.from(1) }),
  ).toEqual({
    status: 400,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amzn-errortype": "LimitExceededException",
      "x-amzn-requestid": expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
    },
    body: '{"__type":"LimitExceededException","message":"too \\"many\\""}',
  });
});

it.each([
  ["Kinesis_20131202.PutRecord", "PutRecord"],
  ["AmazonSQS.SendMessage", undefined],
  [undefined, undefined],
])("the operation of %s is %s", (target, operation) => {
  const headers: Record<string, string> = target === undefined ? {} : { "x-amz-target": target };
  expect(operationOf(headers, "Kinesis_20131202.")).toBe(operation);
});
