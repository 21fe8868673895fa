import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
  waitUntilStreamExists,
} from "@aws-sdk/client-kinesis";
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { LocalstackContainer, type StartedLocalStackContainer } from "@testcontainers/localstack";
import { createClient } from "redis";
import { GenericContainer, Wait } from "testcontainers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reasonToSkip } from "./engine.ts";

const localstackImage = "localstack/localstack:4.14.0";
const valkeyImage = "valkey/valkey:8";
const startWithinMs = 180_000;

const withoutLocalstack = await reasonToSkip(localstackImage);
const withoutValkey = await reasonToSkip(valkeyImage);
const because = (reason: string | undefined): string => (reason ? ` (skipped: ${reason})` : "");

/** The little that any endpoint must do before a scenario is worth sending to it. */
describe.skipIf(withoutLocalstack)(`LocalStack 4.14.0${because(withoutLocalstack)}`, () => {
  let container: StartedLocalStackContainer;
  const open: { destroy(): void }[] = [];
  const connect = <Client extends { destroy(): void }>(
    make: new (options: object) => Client,
    more: object = {},
  ): Client => {
    const client = new make({
      endpoint: container.getConnectionUri(),
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      ...more,
    });
    open.push(client);
    return client;
  };

  beforeAll(async () => {
    container = await new LocalstackContainer(localstackImage)
      .withEnvironment({ SERVICES: "kinesis,sqs,s3", KINESIS_LATENCY: "0" })
      .start();
  }, startWithinMs);

  afterAll(async () => {
    for (const client of open) client.destroy();
    await container?.stop();
  });

  it(
    "gives back from a stream what was put into it",
    async () => {
      const kinesis = connect(KinesisClient);
      const stream = { StreamName: "contract" };
      await kinesis.send(new CreateStreamCommand({ ...stream, ShardCount: 1 }));
      await waitUntilStreamExists({ client: kinesis, maxWaitTime: 30, minDelay: 1 }, stream);
      const Data = Buffer.from("a record");
      const put = await kinesis.send(new PutRecordCommand({ ...stream, Data, PartitionKey: "a" }));
      const { ShardIterator } = await kinesis.send(
        new GetShardIteratorCommand({
          ...stream,
          ShardId: put.ShardId,
          ShardIteratorType: "TRIM_HORIZON",
        }),
      );
      const { Records } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
      expect(Records?.map((record) => Buffer.from(record.Data ?? []))).toEqual([Data]);
    },
    startWithinMs,
  );

  it("gives back from a queue what was sent to it", async () => {
    const sqs = connect(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "contract" }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "a message" }));
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }),
    );
    expect(Messages?.map(({ Body }) => Body)).toEqual(["a message"]);
  });

  it("gives back from a bucket what was laid into it", async () => {
    const s3 = connect(S3Client, { forcePathStyle: true });
    const object = { Bucket: "contract", Key: "an/object" };
    await s3.send(new CreateBucketCommand({ Bucket: object.Bucket }));
    await s3.send(new PutObjectCommand({ ...object, Body: "an object" }));
    const { Body } = await s3.send(new GetObjectCommand(object));
    await expect(Body?.transformToString()).resolves.toBe("an object");
  });
});

/** What the de-duplication store asks of a server: one of two that claim an id has it. */
describe.skipIf(withoutValkey)(`Valkey 8${because(withoutValkey)}`, () => {
  it(
    "sets a key that is not there, once",
    async () => {
      const container = await new GenericContainer(valkeyImage)
        .withExposedPorts(6379)
        .withWaitStrategy(Wait.forLogMessage("Ready to accept connections"))
        .start();
      const url = `redis://${container.getHost()}:${container.getMappedPort(6379)}`;
      const client = createClient({ url });
      try {
        await client.connect();
        const claim = { condition: "NX", expiration: { type: "PX", value: 60_000 } } as const;
        await expect(client.set("id", "first", claim)).resolves.toBe("OK");
        await expect(client.set("id", "second", claim)).resolves.toBeNull();
        await expect(client.get("id")).resolves.toBe("first");
      } finally {
        client.destroy();
        await container.stop();
      }
    },
    startWithinMs,
  );
});
