import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { startEmulator, type Emulator } from "../../../src/emulator/server.ts";

// Requests are not signed, so these tests run against the emulator alone. The bodies are those that
// boto3 1.26 and the Java SDK 1.12 send.

let emulator: Emulator;
let queueName: string;
let queueUrl: string;
let queues = 0;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(async () => {
  await emulator.stop();
});

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly xml: string;
  /** The texts of all elements of a name, in their order. */
  all(name: string): readonly string[];
}

async function answerOf(response: Response): Promise<Answer> {
  const xml = await response.text();
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    xml,
    all: (name) =>
      [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text = ""]) => text),
  };
}

async function post(parameters: string, path = "/"): Promise<Answer> {
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  const body = `${parameters}&Version=2012-11-05`;
  return answerOf(await fetch(emulator.endpoint + path, { method: "POST", headers, body }));
}

const call = (parameters: string) => post(`${parameters}&QueueUrl=${encodeURIComponent(queueUrl)}`);

beforeEach(async () => {
  queueName = `query-${++queues}`;
  const created = await post(`Action=CreateQueue&QueueName=${queueName}`);
  queueUrl = created.all("QueueUrl")[0] ?? "";
});

test("a queue is made with attributes and tags, which come back", async () => {
  await post(
    "Action=CreateQueue&QueueName=made&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=17" +
      "&Attribute.2.Name=DelaySeconds&Attribute.2.Value=0&Tag.1.Key=team&Tag.1.Value=data",
  );
  const path = "/000000000000/made";
  const attributes = await post(
    "Action=GetQueueAttributes&AttributeName.1=VisibilityTimeout&AttributeName.2=DelaySeconds",
    path,
  );
  expect(attributes.type).toBe("text/xml");
  expect(attributes.all("Name")).toEqual(["VisibilityTimeout", "DelaySeconds"]);
  expect(attributes.all("Value")).toEqual(["17", "0"]);
  const tags = await post("Action=ListQueueTags", path);
  expect(tags.xml).toContain("<Tag><Key>team</Key><Value>data</Value></Tag>");
});

test("a message goes round, with its attributes", async () => {
  const sent = await call(
    "Action=SendMessage&MessageBody=a+b%26%3Cc%3E&DelaySeconds=0&MessageAttribute.1.Name=k" +
      "&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=v" +
      "&MessageAttribute.2.Name=b&MessageAttribute.2.Value.DataType=Binary" +
      "&MessageAttribute.2.Value.BinaryValue=AA%3D%3D",
  );
  const received = await call(
    "Action=ReceiveMessage&AttributeName.1=All&MessageAttributeName.1=k" +
      "&MessageAttributeName.2=b&MaxNumberOfMessages=2",
  );
  expect(received.all("Body")).toEqual(["a b&amp;&lt;c&gt;"]);
  expect(received.all("MessageId")).toEqual(sent.all("MessageId"));
  expect(received.all("MD5OfMessageAttributes")).toEqual(sent.all("MD5OfMessageAttributes"));
  expect(received.all("StringValue")).toEqual(["v"]);
  expect(received.all("BinaryValue")).toEqual(["AA=="]);
  expect(received.xml).toContain("<Name>ApproximateReceiveCount</Name><Value>1</Value>");
  const handle = encodeURIComponent(received.all("ReceiptHandle")[0] ?? "");
  const changed = await call(
    `Action=ChangeMessageVisibility&ReceiptHandle=${handle}&VisibilityTimeout=9`,
  );
  expect(changed.xml).toMatch(/<ChangeMessageVisibilityResponse [^>]*><ResponseMetadata>/);
  expect((await call(`Action=DeleteMessage&ReceiptHandle=${handle}`)).status).toBe(200);
});

test("a batch answers its entries one by one", async () => {
  const sent = await call(
    "Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=1" +
      "&SendMessageBatchRequestEntry.1.MessageBody=m" +
      "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=k" +
      "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=Number" +
      "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue=1" +
      "&SendMessageBatchRequestEntry.2.Id=2&SendMessageBatchRequestEntry.2.MessageBody=n" +
      "&SendMessageBatchRequestEntry.2.DelaySeconds=901",
  );
  expect(sent.xml).toContain("<SendMessageBatchResultEntry><Id>1</Id><MessageId>");
  expect(sent.xml).toContain(
    "<BatchResultErrorEntry><Id>2</Id><SenderFault>true</SenderFault>" +
      "<Code>InvalidParameterValue</Code>",
  );
});

describe("a request", () => {
  test("may be a GET, and sent to the queue's own URL", async () => {
    await post("Action=SendMessage&MessageBody=m", `/000000000000/${queueName}`);
    const received = await answerOf(await fetch(`${queueUrl}?Action=ReceiveMessage`));
    expect(received.all("Body")).toEqual(["m"]);
    const listed = await answerOf(
      await fetch(`${emulator.endpoint}/?Action=ListQueues&Version=2012-11-05`),
    );
    expect(listed.all("QueueUrl")).toContain(queueUrl);
  });

  test("of this protocol and of JSON see the same queues, and S3 its own", async () => {
    const client = {
      endpoint: emulator.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    };
    await call("Action=SendMessage&MessageBody=m");
    const sqs = new SQSClient(client);
    const found = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: found.QueueUrl }));
    sqs.destroy();
    expect(Messages?.map(({ Body }) => Body)).toEqual(["m"]);
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    const Bucket = "query-protocol";
    await s3.send(new CreateBucketCommand({ Bucket }));
    const ContentType = "application/x-www-form-urlencoded";
    const put = new PutObjectCommand({ Bucket, Key: "k", Body: "Action=ListQueues", ContentType });
    expect((await s3.send(put)).ETag).toBeTruthy();
    s3.destroy();
  });
});

const noQueue = encodeURIComponent("http://h/000000000000/none");
const wire = "http://queue.amazonaws.com/doc/2012-11-05/";

test.each<readonly [status: number, code: string, message: string, parameters: string]>([
  [
    400,
    "AWS.SimpleQueueService.NonExistentQueue",
    "The specified queue does not exist for this wsdl version.",
    `Action=SendMessage&QueueUrl=${noQueue}&MessageBody=m`,
  ],
  [400, "InvalidAction", "The action Juggle is not valid for this endpoint.", "Action=Juggle"],
  [
    400,
    "MissingParameter",
    "The request must contain the parameter QueueUrl.",
    "Action=PurgeQueue",
  ],
  [
    400,
    "AWS.SimpleQueueService.EmptyBatchRequest",
    "There should be at least one SendMessageBatchRequestEntry in the request.",
    "Action=SendMessageBatch&QueueUrl=/000000000000/query-1&Entries=",
  ],
  [
    400,
    "InvalidParameterValue",
    "Value 11 for parameter MaxNumberOfMessages is invalid. " +
      "Reason: Must be between 1 and 10, if provided.",
    "Action=ReceiveMessage&QueueUrl=/000000000000/query-1&MaxNumberOfMessages=11",
  ],
  [
    400,
    "MalformedInput",
    "MaxNumberOfMessages is not an integer.",
    "Action=ReceiveMessage&QueueUrl=/000000000000/query-1&MaxNumberOfMessages=ten",
  ],
  [
    404,
    "ReceiptHandleIsInvalid",
    "The input receipt handle &quot;&lt;&quot; is not a valid receipt handle.",
    "Action=DeleteMessage&QueueUrl=/000000000000/query-1&ReceiptHandle=%3C",
  ],
])("%i %s: %s", async (...[status, code, message, parameters]) => {
  const answer = await post(parameters);
  expect(answer.status).toBe(status);
  expect(answer.type).toBe("text/xml");
  expect(answer.xml).toMatch(
    new RegExp(`^<\\?xml version="1.0"\\?><ErrorResponse xmlns="${wire}"><Error>`),
  );
  expect(answer.all("Type")).toEqual(["Sender"]);
  expect(answer.all("Code")).toEqual([code]);
  expect(answer.all("Message")).toEqual([message]);
  expect(answer.all("RequestId")).toHaveLength(1);
});
