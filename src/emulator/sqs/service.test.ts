import { describe, expect, test } from "vitest";

import { origin, QueueUrl, sqsWire } from "../../../test/support/sqs-wire.ts";

test("accepts its own targets alone", () => {
  const { service } = sqsWire();
  const accepts = (headers: Record<string, string>) =>
    service.accepts({ method: "POST", target: "/", headers });
  expect(accepts({ "x-amz-target": "AmazonSQS.SendMessage" })).toBe(true);
  expect(accepts({ "x-amz-target": "Kinesis_20131202.PutRecords" })).toBe(false);
  expect(accepts({})).toBe(false);
  expect(accepts({ "content-type": "application/x-www-form-urlencoded" })).toBe(true);
});

describe("an error", () => {
  const gone = { QueueUrl: `${origin}/000000000000/gone` };

  test("has its type in the body and its query code in a header", () => {
    const response = sqsWire().send("GetQueueAttributes", gone);
    expect(response).toMatchObject({
      status: 400,
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amzn-query-error": "AWS.SimpleQueueService.NonExistentQueue;Sender",
      },
      body: JSON.stringify({
        __type: "com.amazonaws.sqs#QueueDoesNotExist",
        message: "The specified queue does not exist.",
      }),
    });
  });

  test("says by its type whether it is of SQS or of the framework below", () => {
    const { call } = sqsWire();
    expect(call("SendMessage", { QueueUrl }).__type).toBe(
      "com.amazon.coral.service#MissingRequiredParameterException",
    );
    expect(call("Juggle", {}).__type).toBe("com.amazon.coral.service#UnknownOperationException");
  });

  test("has neither that header nor another status than 400 out of query mode", () => {
    const bad = { QueueUrl, ReceiptHandle: "x" };
    const { send } = sqsWire();
    expect(send("DeleteMessage", bad).status).toBe(404);
    const plain = send("DeleteMessage", bad, "false");
    expect(plain.status).toBe(400);
    expect(plain.headers).not.toHaveProperty("x-amzn-query-error");
  });
});

const long = "a".repeat(1_048_577);
const entries = (...ids: string[]) => ({
  QueueUrl,
  Entries: ids.map((Id) => ({ Id, MessageBody: "a" })),
});

test.each<readonly [operation: string, input: unknown, shape: string, text: string]>([
  ["SendMessage", { MessageBody: "a" }, "MissingRequiredParameterException", "QueueUrl."],
  ["SendMessage", { QueueUrl }, "MissingRequiredParameterException", "MessageBody."],
  ["SendMessage", { QueueUrl, MessageBody: 7 }, "SerializationException", "not a string"],
  ["SendMessage", "{", "SerializationException", "not valid JSON"],
  ["SendMessage", { QueueUrl, MessageBody: "\u0000" }, "InvalidMessageContents", "Invalid char"],
  ["SendMessage", { QueueUrl, MessageBody: "\ud800" }, "InvalidMessageContents", "Invalid char"],
  [
    "SendMessage",
    { QueueUrl, MessageBody: long },
    "InvalidParameterValueException",
    "Reason: Message must be shorter than 1048576 bytes.",
  ],
  [
    "SendMessage",
    { QueueUrl, MessageBody: "a", DelaySeconds: 901 },
    "InvalidParameterValueException",
    "Value 901 for parameter DelaySeconds is invalid.",
  ],
  [
    "SendMessage",
    { QueueUrl, MessageBody: "a", MessageDeduplicationId: "d" },
    "InvalidParameterValueException",
    "The request includes a parameter that is not valid for this queue type.",
  ],
  [
    "SendMessageBatch",
    { QueueUrl, Entries: [] },
    "EmptyBatchRequest",
    "There should be at least one SendMessageBatchRequestEntry in the request.",
  ],
  [
    "SendMessageBatch",
    entries(...Array.from("abcdefghijk")),
    "TooManyEntriesInBatchRequest",
    "Maximum number of entries per request are 10. You have sent 11.",
  ],
  ["SendMessageBatch", entries("a", "a"), "BatchEntryIdsNotDistinct", "Id a repeated."],
  ["SendMessageBatch", entries("a b"), "InvalidBatchEntryId", "A batch entry id can only contain"],
  [
    "SendMessageBatch",
    { QueueUrl, Entries: [{ Id: "a", MessageBody: long }] },
    "BatchRequestTooLong",
    "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.",
  ],
  [
    "ReceiveMessage",
    { QueueUrl, WaitTimeSeconds: 21 },
    "InvalidParameterValueException",
    "Value 21 for parameter WaitTimeSeconds is invalid. " +
      "Reason: Must be >= 0 and <= 20, if provided.",
  ],
  [
    "ReceiveMessage",
    { QueueUrl, MaxNumberOfMessages: 11 },
    "InvalidParameterValueException",
    "Value 11 for parameter MaxNumberOfMessages is invalid. " +
      "Reason: Must be between 1 and 10, if provided.",
  ],
  ["ReceiveMessage", { QueueUrl, AttributeNames: ["X"] }, "InvalidAttributeName", "Attribute X."],
  ["GetQueueAttributes", { QueueUrl, AttributeNames: ["X"] }, "InvalidAttributeName", "X."],
  ["SetQueueAttributes", { QueueUrl }, "MissingRequiredParameterException", "Attributes."],
  ["DeleteMessage", { QueueUrl, ReceiptHandle: "x" }, "ReceiptHandleIsInvalid", '"x" is not a'],
  [
    "ChangeMessageVisibility",
    { QueueUrl, ReceiptHandle: "x" },
    "MissingRequiredParameterException",
    "VisibilityTimeout.",
  ],
  ["CreateQueue", { QueueName: "a.fifo" }, "InvalidParameterValueException", "Can only include"],
  ["CreateQueue", { QueueName: "a b" }, "InvalidParameterValueException", "Can only include"],
  ["CreateQueue", {}, "InvalidParameterValueException", "Must specify a queue name."],
  ["CreateQueue", { QueueName: "t", tags: { "": "b" } }, "InvalidParameterValueException", "Tag k"],
  ["GetQueueUrl", {}, "InvalidParameterValueException", "Must specify a queue name."],
  ["GetQueueUrl", { QueueName: "r" }, "QueueDoesNotExist", "The specified queue does not exist."],
  ["GetQueueUrl", { QueueName: "q", QueueOwnerAWSAccountId: "1" }, "QueueDoesNotExist", "exist."],
  ["ListQueues", { MaxResults: 1001 }, "InvalidParameterValueException", "MaxResults"],
  ["ListQueues", { NextToken: "%" }, "InvalidParameterValueException", "Invalid or expired next"],
  ["Juggle", {}, "UnknownOperationException", "Juggle"],
])("%s refuses case %#", (...[operation, input, shape, text]) => {
  const answer = sqsWire().call(operation, input);
  expect(answer.__type.split("#")[1]).toBe(shape);
  expect(answer.message).toContain(text);
  expect(answer.status).toBeGreaterThanOrEqual(400);
});

test("a batch answers each entry by itself", () => {
  const { call } = sqsWire();
  const Entries = [
    { Id: "good", MessageBody: "hello" },
    { Id: "bad", MessageBody: "\u0001" },
  ];
  expect(call("SendMessageBatch", { QueueUrl, Entries })).toEqual({
    status: 200,
    Successful: [
      {
        Id: "good",
        MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        MD5OfMessageBody: "5d41402abc4b2a76b9719d911017c592",
      },
    ],
    Failed: [
      {
        Id: "bad",
        SenderFault: true,
        Code: "InvalidMessageContents",
        Message: expect.stringContaining("Invalid characters found."),
      },
    ],
  });
});

test("a received message shows what was asked for, and no more", () => {
  const { call } = sqsWire();
  const MessageAttributes = { source: { DataType: "String", StringValue: "web" } };
  call("SendMessage", { QueueUrl, MessageBody: "hello", MessageAttributes });
  const receive = (input: object) =>
    call("ReceiveMessage", { QueueUrl, VisibilityTimeout: 0, ...input }).Messages[0];
  expect(Object.keys(receive({}))).toEqual(["MessageId", "ReceiptHandle", "MD5OfBody", "Body"]);
  const all = receive({ MessageAttributeNames: ["All"], AttributeNames: ["All"] });
  expect(all).toMatchObject({
    MessageAttributes,
    MD5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
    Attributes: {
      ApproximateFirstReceiveTimestamp: "1700000000000",
      ApproximateReceiveCount: "2",
      SenderId: "000000000000",
      SentTimestamp: "1700000000000",
    },
  });
  const names = ["ApproximateReceiveCount", "MessageGroupId"];
  expect(receive({ MessageSystemAttributeNames: names }).Attributes).toEqual({
    ApproximateReceiveCount: "3",
  });
});

test("lists queues in pages", () => {
  const { call } = sqsWire();
  for (const QueueName of ["b", "a", "ab"]) call("CreateQueue", { QueueName });
  const list = (input: object) => {
    const { QueueUrls = [], NextToken } = call("ListQueues", input);
    return { names: QueueUrls.map((url: string) => url.split("/").at(-1)), NextToken };
  };
  expect(list({})).toEqual({ names: ["a", "ab", "b", "q"], NextToken: undefined });
  expect(list({ QueueNamePrefix: "a" }).names).toEqual(["a", "ab"]);
  const { names, NextToken } = list({ MaxResults: 3 });
  expect(names).toEqual(["a", "ab", "b"]);
  expect(list({ MaxResults: 3, NextToken })).toEqual({ names: ["q"], NextToken: undefined });
});
