/** What there is in the emulator that is fuzzed, so that requests reach beyond "not found". */
export interface World {
  readonly endpoint: string;
  readonly consumerArn: string;
  readonly shardIterator: string;
  readonly sequenceNumber: string;
  readonly receiptHandle: string;
  readonly uploadId: string;
  readonly etag: string;
}

export const names = {
  stream: "fuzz-stream",
  streamArn: "arn:aws:kinesis:us-east-1:000000000000:stream/fuzz-stream",
  consumer: "fuzz-consumer",
  queue: "fuzz-queue",
  fifo: "fuzz-queue.fifo",
  queueArn: "arn:aws:sqs:us-east-1:000000000000:fuzz-queue",
  bucket: "fuzz-bucket",
  key: "some/key",
} as const;

/** Fills an emulator that has the streams, queues and buckets of `worldResources`. */
export async function createWorld(endpoint: string): Promise<World> {
  const kinesis = (operation: string, input: object) =>
    json(endpoint, `Kinesis_20131202.${operation}`, input);
  const sqs = (operation: string, input: object) => json(endpoint, `AmazonSQS.${operation}`, input);
  const Data = Buffer.alloc(100).toString("base64");
  const put = { StreamName: names.stream, PartitionKey: "k", Data };
  const { SequenceNumber } = await kinesis("PutRecord", put);
  const { ShardIterator } = await kinesis("GetShardIterator", {
    StreamName: names.stream,
    ShardId: "shardId-000000000000",
    ShardIteratorType: "TRIM_HORIZON",
  });
  const { ConsumerDescription } = await kinesis("DescribeStreamConsumer", {
    StreamARN: names.streamArn,
    ConsumerName: names.consumer,
  });
  const QueueUrl = `${endpoint}/000000000000/${names.queue}`;
  for (let i = 0; i < 3; i++) await sqs("SendMessage", { QueueUrl, MessageBody: "hello" });
  const { Messages } = await sqs("ReceiveMessage", { QueueUrl });
  const object = `${endpoint}/${names.bucket}/${names.key}`;
  const { headers } = await fetch(object, { method: "PUT", body: "hello" });
  const begun = await fetch(`${object}?uploads`, { method: "POST" });
  const uploadId = /<UploadId>(.*?)<\/UploadId>/.exec(await begun.text())?.[1] as string;
  await fetch(`${object}?partNumber=1&uploadId=${uploadId}`, { method: "PUT", body: "part" });
  return {
    endpoint,
    consumerArn: (ConsumerDescription as { ConsumerARN: string }).ConsumerARN,
    shardIterator: ShardIterator as string,
    sequenceNumber: SequenceNumber as string,
    receiptHandle: (Messages as { ReceiptHandle: string }[])[0]?.ReceiptHandle as string,
    uploadId,
    etag: headers.get("etag") as string,
  };
}

async function json(
  endpoint: string,
  target: string,
  input: object,
): Promise<Record<string, unknown>> {
  const body = JSON.stringify(input);
  const headers = { "x-amz-target": target, "content-type": "application/x-amz-json-1.1" };
  const answer = await fetch(endpoint, { method: "POST", headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${target}: ${text}`);
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}
