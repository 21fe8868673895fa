import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
  type PutRecordsRequestEntry,
} from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { Random } from "../../src/core/random.ts";
import { callsPerSecond, repeat, type Job, type Outcome } from "../job.ts";

export const recordsPerCall = 500;
/** The median record of the clickstream: what a batch of `peak-day` is made of. */
export const recordBytes = 257;

const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };

function kinesisClient({ endpoint, http }: Pick<Job, "endpoint" | "http">): KinesisClient {
  const common = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  return http === "2"
    ? new KinesisClient(common)
    : new KinesisClient({ ...common, requestHandler: new NodeHttpHandler() });
}

/** `amount` is the number of shards. */
export async function createStream(job: Job): Promise<Outcome> {
  const client = kinesisClient(job);
  const StreamName = job.resource;
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: job.amount }));
  for (;;) {
    const summary = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
    if (summary.StreamDescriptionSummary?.StreamStatus === "ACTIVE") break;
    await new Promise((done) => setTimeout(done, 100));
  }
  client.destroy();
  return {};
}

export async function fillStream(job: Job): Promise<Outcome> {
  const client = kinesisClient(job);
  const input = { StreamName: job.resource, Records: records() };
  await repeat(job.amount / recordsPerCall, () => client.send(new PutRecordsCommand(input)));
  client.destroy();
  return {};
}

export async function putRecords(job: Job): Promise<Outcome> {
  const client = kinesisClient(job);
  const input = { StreamName: job.resource, Records: records() };
  const rate = await callsPerSecond(job, async () => {
    const { FailedRecordCount } = await client.send(new PutRecordsCommand(input));
    if (FailedRecordCount) throw new Error(`${FailedRecordCount} records failed`);
  });
  client.destroy();
  return { rate: rate * recordsPerCall };
}

/** Reads the first shard from its beginning, over and over, 10,000 records a call. */
export async function drain(job: Job): Promise<Outcome> {
  const client = kinesisClient(job);
  const StreamName = job.resource;
  const { Shards } = await client.send(new ListShardsCommand({ StreamName }));
  const ShardId = Shards?.[0]?.ShardId;
  const beganMs = performance.now();
  let read = 0;
  while (performance.now() - beganMs < job.ms) {
    const start = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" as const };
    let { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
    for (let drained = 0; drained < job.amount;) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 10_000 }));
      if (!page.Records?.length) throw new Error("a page without records");
      drained += page.Records.length;
      read += page.Records.length;
      ShardIterator = page.NextShardIterator;
      if (performance.now() - beganMs >= job.ms) break;
    }
  }
  client.destroy();
  return { rate: (read / (performance.now() - beganMs)) * 1_000 };
}

const recordsPerSecond = 1_000;
const recordsPerPut = 5;

/** Puts 1,000 records a second on schedule, and times each from its put to its event. */
export async function fanOut(job: Job): Promise<Outcome> {
  const client = kinesisClient({ ...job, http: "2" });
  const StreamName = job.resource;
  const described = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
  const StreamARN = described.StreamDescriptionSummary?.StreamARN;
  const ConsumerName = `bench-${process.pid}-${Date.now()}`;
  const registered = await client.send(
    new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }),
  );
  const subscription = await client.send(
    new SubscribeToShardCommand({
      ConsumerARN: registered.Consumer?.ConsumerARN,
      ShardId: "shardId-000000000000",
      StartingPosition: { Type: "LATEST" },
    }),
  );
  const total = Math.round((job.ms / 1_000) * recordsPerSecond);
  const latencies: number[] = [];
  const reading = (async () => {
    for await (const event of subscription.EventStream ?? []) {
      const nowMs = performance.now();
      for (const { Data } of event.SubscribeToShardEvent?.Records ?? []) {
        latencies.push(nowMs - Buffer.from(Data as Uint8Array).readDoubleLE());
      }
      if (latencies.length >= total) return;
    }
  })();
  const beganMs = performance.now();
  for (let sent = 0; sent < total; sent += recordsPerPut) {
    const dueMs = beganMs + (sent / recordsPerSecond) * 1_000;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await new Promise((done) => setTimeout(done, waitMs));
    const Data = Buffer.alloc(recordBytes);
    Data.writeDoubleLE(performance.now());
    const Records = Array.from({ length: recordsPerPut }, () => ({ Data, PartitionKey: "k" }));
    void client.send(new PutRecordsCommand({ StreamName, Records }));
  }
  await reading;
  client.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(share * latencies.length)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

/** The same in every run. */
function records(): PutRecordsRequestEntry[] {
  const random = Random.from("bench", "put-records");
  return Array.from({ length: recordsPerCall }, () => ({
    Data: Buffer.from(Array.from({ length: recordBytes }, () => random.uint32() & 255)),
    PartitionKey: `session-${random.uint32().toString(16).padStart(8, "0")}`,
  }));
}
