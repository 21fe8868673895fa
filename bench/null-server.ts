import { hash, randomBytes } from "node:crypto";
import { createServer as createHttp1, type IncomingMessage } from "node:http";
import {
  createServer as createHttp2,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from "node:http2";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { cborCodec } from "../src/emulator/kinesis/protocol/cbor.ts";
import { partsOf } from "../src/emulator/wire/http.ts";
import { recordBytes, recordsPerCall } from "./jobs/kinesis.ts";
import { objectBody } from "./jobs/s3.ts";
import { messageBody, messagesPerCall } from "./jobs/sqs.ts";

/**
 * Answers every request, once it has come in whole, at once with canned bytes of the right size and
 * form: what Node's HTTP and the client cost by themselves. What a server under test takes beyond
 * that is its own. Speaks the version of HTTP that it is told to.
 */
interface Canned {
  readonly type: string;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

const kinesis = (output: object): Canned => ({
  type: "application/x-amz-json-1.1",
  body: Buffer.from(JSON.stringify(output)),
});
const sqs = (output: object): Canned => ({
  type: "application/x-amz-json-1.0",
  body: Buffer.from(JSON.stringify(output)),
});

const sequenceNumber = "49".padEnd(56, "0");
const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const md5 = hash("md5", messageBody, "hex");
const uuid = "5fea7756-0ea4-451a-a703-a558b933e274";
const etag = `"${hash("md5", objectBody, "hex")}"`;

const byTarget: Readonly<Record<string, Canned>> = {
  "Kinesis_20131202.CreateStream": kinesis({}),
  "Kinesis_20131202.DescribeStreamSummary": kinesis({
    StreamDescriptionSummary: { StreamStatus: "ACTIVE", StreamARN: "arn" },
  }),
  "Kinesis_20131202.ListShards": kinesis({ Shards: [{ ShardId: "shardId-000000000000" }] }),
  "Kinesis_20131202.GetShardIterator": kinesis({ ShardIterator: "i".repeat(224) }),
  "Kinesis_20131202.PutRecords": kinesis({
    FailedRecordCount: 0,
    Records: many(recordsPerCall, (n) => ({
      SequenceNumber: sequenceNumber,
      ShardId: `shardId-${String(n % 4).padStart(12, "0")}`,
    })),
  }),
  "Kinesis_20131202.GetRecords": kinesis({
    Records: many(10_000, () => ({
      SequenceNumber: sequenceNumber,
      ApproximateArrivalTimestamp: 1_795_262_400.123,
      // Random, as what it is compared with: the SDK checks what is the same over and over faster.
      Data: randomBytes(recordBytes).toString("base64"),
      PartitionKey: "session-01234567",
    })),
    NextShardIterator: "i".repeat(224),
    MillisBehindLatest: 0,
  }),
  "AmazonSQS.CreateQueue": sqs({ QueueUrl: "http://127.0.0.1/000000000000/q" }),
  "AmazonSQS.GetQueueUrl": sqs({ QueueUrl: "http://127.0.0.1/000000000000/q" }),
  "AmazonSQS.SendMessageBatch": sqs({
    Successful: many(messagesPerCall, (n) => ({
      Id: String(n),
      MessageId: uuid,
      MD5OfMessageBody: md5,
    })),
  }),
  "AmazonSQS.ReceiveMessage": sqs({
    Messages: many(messagesPerCall, () => ({
      MessageId: uuid,
      ReceiptHandle: "r".repeat(56),
      MD5OfBody: md5,
      Body: messageBody,
    })),
  }),
  "AmazonSQS.DeleteMessageBatch": sqs({
    Successful: many(messagesPerCall, (n) => ({ Id: String(n) })),
  }),
};
const putAnswer: Canned = { type: "application/xml", body: Buffer.alloc(0), headers: { etag } };
const getAnswer: Canned = {
  type: "application/octet-stream",
  body: objectBody,
  headers: { etag, "last-modified": "Sat, 21 Nov 2026 12:00:00 GMT" },
};

/** The same in CBOR, for a client that speaks it. It takes as many results as it needs. */
const cborPutRecords: Canned = {
  type: cborCodec.contentType,
  body: Buffer.concat(
    partsOf(
      cborCodec.write("PutRecords", {
        FailedRecordCount: 0,
        Records: many(recordsPerCall, () => ({
          SequenceNumber: sequenceNumber,
          ShardId: "shardId-000000000000",
        })),
      }),
    ),
  ),
};

function cannedFor({ headers, method }: IncomingMessage | Http2ServerRequest): Canned {
  const target = headers["x-amz-target"];
  const isCbor = headers["content-type"] === cborCodec.contentType;
  if (isCbor && target === "Kinesis_20131202.PutRecords") return cborPutRecords;
  if (typeof target === "string") return byTarget[target] ?? kinesis({});
  return method === "GET" ? getAnswer : putAnswer;
}

function answer(
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
): void {
  request.resume();
  request.on("end", () => {
    const { type, body, headers } = cannedFor(request);
    const head = { "content-type": type, "content-length": body.length, ...headers };
    (response as ServerResponse).writeHead(200, head);
    response.end(body);
  });
}

const server =
  process.argv[2] === "2"
    ? createHttp2({ settings: { initialWindowSize: 4_194_304 } }, answer)
    : createHttp1({ keepAliveTimeout: 0 }, answer);
server.listen(0, "127.0.0.1", () => {
  console.log(`Ready: http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
