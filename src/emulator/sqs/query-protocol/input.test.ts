import { describe, expect, test } from "vitest";

import { queryInput } from "./input.ts";
import { queryOperations } from "./operations.ts";

/** The bodies are those of boto3 1.26 and the Java SDK 1.12, but for QueueUrl. */
function read(body: string) {
  const parameters = new URLSearchParams(body);
  const members = queryOperations.get(parameters.get("Action") ?? "")?.input ?? {};
  return queryInput(parameters, members);
}

test.each<readonly [body: string, input: object]>([
  [
    "Action=CreateQueue&Version=2012-11-05&QueueName=q&Attribute.1.Name=VisibilityTimeout" +
      "&Attribute.1.Value=17&Attribute.2.Name=DelaySeconds&Attribute.2.Value=0" +
      "&Tag.1.Key=team&Tag.1.Value=data",
    {
      QueueName: "q",
      Attributes: { VisibilityTimeout: "17", DelaySeconds: "0" },
      tags: { team: "data" },
    },
  ],
  [
    "Action=SendMessage&Version=2012-11-05&MessageBody=a+b%26c&DelaySeconds=0" +
      "&MessageAttribute.1.Name=k&MessageAttribute.1.Value.DataType=String" +
      "&MessageAttribute.1.Value.StringValue=v&MessageAttribute.2.Name=b" +
      "&MessageAttribute.2.Value.DataType=Binary&MessageAttribute.2.Value.BinaryValue=AA%3D%3D",
    {
      MessageBody: "a b&c",
      DelaySeconds: 0,
      MessageAttributes: {
        k: { DataType: "String", StringValue: "v" },
        b: { DataType: "Binary", BinaryValue: "AA==" },
      },
    },
  ],
  [
    "Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=1" +
      "&SendMessageBatchRequestEntry.1.MessageBody=m" +
      "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=k" +
      "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=Number" +
      "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue=1" +
      "&SendMessageBatchRequestEntry.2.Id=2&SendMessageBatchRequestEntry.2.MessageBody=n" +
      "&SendMessageBatchRequestEntry.2.DelaySeconds=1",
    {
      Entries: [
        {
          Id: "1",
          MessageBody: "m",
          MessageAttributes: { k: { DataType: "Number", StringValue: "1" } },
        },
        { Id: "2", MessageBody: "n", DelaySeconds: 1 },
      ],
    },
  ],
  [
    "Action=ReceiveMessage&AttributeName.1=All&MessageAttributeName.1=k" +
      "&MessageAttributeName.2=b&MaxNumberOfMessages=2",
    { AttributeNames: ["All"], MessageAttributeNames: ["k", "b"], MaxNumberOfMessages: 2 },
  ],
  ["Action=TagQueue&Version=2012-11-05&Tags.1.Key=b&Tags.1.Value=2", { Tags: { b: "2" } }],
  ["Action=TagQueue&Version=2012-11-05&Tag.1.Key=b&Tag.1.Value=2", { Tags: { b: "2" } }],
  ["Action=UntagQueue&TagKey.1=team&TagKey.2=tier", { TagKeys: ["team", "tier"] }],
  [
    "Action=AddPermission&Label=L&AWSAccountId.1=111111111111&ActionName.1=SendMessage",
    { Label: "L", AWSAccountIds: ["111111111111"], Actions: ["SendMessage"] },
  ],
])("%s", (body, input) => {
  expect(read(body)).toEqual(input);
});

describe("lists and maps", () => {
  test.each<readonly [what: string, body: string, input: object]>([
    ["an empty list of botocore", "Action=SendMessageBatch&Entries=", { Entries: [] }],
    ["one without a number", "Action=GetQueueAttributes&AttributeName=All", ["All"]],
    ["an empty one without a number", "Action=GetQueueAttributes&AttributeName=", []],
    [
      "numbers, not texts, give the order",
      "Action=GetQueueAttributes&AttributeName.10=c&AttributeName.2=b&AttributeName.1=a",
      ["a", "b", "c"],
    ],
  ])("%s", (_, body, names) => {
    const expected = Array.isArray(names) ? { AttributeNames: names } : names;
    expect(read(body)).toEqual(expected);
  });

  test("an entry of a map without a number", () => {
    const body = "Action=SetQueueAttributes&Attribute.Name=DelaySeconds&Attribute.Value=5";
    expect(read(body)).toEqual({ Attributes: { DelaySeconds: "5" } });
  });

  test("an entry without a value has an empty one, and without a name is left out", () => {
    expect(read("Action=TagQueue&Tag.1.Key=a&Tag.2.Value=b")).toEqual({ Tags: { a: "" } });
  });

  test("a name that objects have of themselves is one like any other", () => {
    const { Tags } = read("Action=TagQueue&Tag.1.Key=__proto__&Tag.1.Value=x");
    expect(Object.entries(Tags as object)).toEqual([["__proto__", "x"]]);
  });
});

test("a number that is none stays text; what the operation does not know is left out", () => {
  const body = "Action=ReceiveMessage&MaxNumberOfMessages=ten&WaitTimeSeconds=&Nothing.1.Name=x";
  expect(read(body)).toEqual({ MaxNumberOfMessages: "ten", WaitTimeSeconds: undefined });
});

test("depth beyond what any operation has costs nothing", () => {
  const body = `Action=TagQueue&Tag.1.Key=a&Tag.1.Key${".x".repeat(100_000)}=y`;
  expect(read(body)).toEqual({ Tags: { a: "" } });
});
