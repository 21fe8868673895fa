import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../../src/emulator/server.ts";
import { RawConnection } from "../../support/raw-connection.ts";
import { unmeteredControlPlane } from "../../support/unmetered-control-plane.ts";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({
    limits: { kinesis: unmeteredControlPlane },
    resources: {
      streams: [{ name: "s", shards: 1, consumers: ["c"] }],
      queues: [{ name: "q", attributes: {} }],
      buckets: [],
    },
  });
});

afterAll(async () => {
  await emulator.stop();
});

const json = { "content-type": "application/x-amz-json-1.1" };

async function call(target: string, input: object): Promise<Record<string, unknown>> {
  const answer = await fetch(emulator.endpoint, {
    method: "POST",
    headers: { ...json, "x-amz-target": target },
    body: JSON.stringify(input),
  });
  const text = await answer.text();
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/** The same call by hand, so that the client can leave as it likes. */
async function begin(target: string, input: object): Promise<RawConnection> {
  const connection = new RawConnection(emulator.endpoint);
  const body = JSON.stringify(input);
  await connection.say(
    `POST / HTTP/1.1\r\nhost: h\r\nx-amz-target: ${target}\r\n` +
      `content-type: ${json["content-type"]}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  return connection;
}

describe("clients that leave abruptly", () => {
  it("take no message with them that comes after a long poll's client has left", async () => {
    const QueueUrl = `${emulator.endpoint}/000000000000/q`;
    const wait = { QueueUrl, WaitTimeSeconds: 20 };
    const pollers = await Promise.all(
      Array.from({ length: 50 }, () => begin("AmazonSQS.ReceiveMessage", wait)),
    );
    // An answer on each connection before it would mean that it does not wait.
    await call("AmazonSQS.GetQueueAttributes", { QueueUrl });
    await Promise.all(
      pollers.map(async ({ socket }) => {
        const closed = new Promise((resolve) => socket.once("close", resolve));
        socket.resetAndDestroy();
        await closed;
      }),
    );
    // The server has seen all resets before a request that follows them on a new connection.
    await call("AmazonSQS.ListQueues", {});
    await call("AmazonSQS.SendMessage", { QueueUrl, MessageBody: "kept" });
    const { Messages } = await call("AmazonSQS.ReceiveMessage", { QueueUrl, WaitTimeSeconds: 1 });
    expect(Messages).toMatchObject([{ Body: "kept" }]);
  });

  it("free their subscription to a shard", async () => {
    const { ConsumerDescription } = await call("Kinesis_20131202.DescribeStreamConsumer", {
      StreamARN: "arn:aws:kinesis:us-east-1:000000000000:stream/s",
      ConsumerName: "c",
    });
    const { ConsumerARN } = ConsumerDescription as { ConsumerARN: string };
    const input = {
      ConsumerARN,
      ShardId: "shardId-000000000000",
      StartingPosition: { Type: "LATEST" },
    };
    for (let round = 0; round < 3; round++) {
      const subscriber = await begin("Kinesis_20131202.SubscribeToShard", input);
      expect(await subscriber.hear(/initial-response/)).toMatch(/^HTTP\/1\.1 200 OK/);
      subscriber.socket.resetAndDestroy();
      await emulator.advance(6_000);
    }
    const put = { StreamName: "s", PartitionKey: "k", Data: "AAAA" };
    expect(await call("Kinesis_20131202.PutRecord", put)).toHaveProperty("SequenceNumber");
    const subscriber = await begin("Kinesis_20131202.SubscribeToShard", {
      ...input,
      StartingPosition: { Type: "TRIM_HORIZON" },
    });
    expect(await subscriber.hear(/"PartitionKey":"k"/)).toContain("SubscribeToShardEvent");
    subscriber.socket.destroy();
  });
});
