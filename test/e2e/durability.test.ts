import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sleep } from "../../src/core/timers.ts";
import { clientOf, type DurableEmulator, startOn } from "../support/durable-emulator.ts";

const root = mkdtempSync(join(tmpdir(), "aforo-durability-"));
afterAll(() => rmSync(root, { recursive: true }));

const StreamName = "s";
const StreamARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
/** More than the rounds need: limits are not what this is about. */
const unlimited = [
  "writeRecordsPerSecondPerShard=1000000",
  "writeBytesPerSecondPerShard=1000000000",
  "splitShardPerSecond=1000",
  "getShardIteratorPerSecondPerShard=1000",
  "getRecordsPerSecondPerShard=1000",
  "readBytesPerSecondPerShard=1000000000",
  "addTagsToStreamPerSecond=1000",
  "registerStreamConsumerPerSecond=1000",
].flatMap((limit) => ["--set", `limits.kinesis.${limit}`]);

/** What the emulator has acknowledged, over all its lives. */
class Acknowledged {
  /** By shard: sequence numbers with what was put under them, as they were acknowledged. */
  readonly records = new Map<string, Map<string, string>>();
  readonly tags = new Set<string>();
  readonly consumers = new Set<string>();
  /** Shards that were split. */
  readonly closed = new Set<string>();
  puts = 0;
  /** Calls that were answered. */
  calls = 0;

  add(shard: string, sequenceNumber: string, data: string): void {
    const records = this.records.get(shard) ?? new Map<string, string>();
    this.records.set(shard, records.set(sequenceNumber, data));
  }
}

/** Puts records one call after the other until the process is gone. */
async function produce(client: sdk.KinesisClient, noted: Acknowledged): Promise<void> {
  for (;;) {
    const texts = Array.from({ length: 20 }, () => `record ${noted.puts++} `.padEnd(120, "."));
    const Records = texts.map((text) => ({ PartitionKey: text, Data: Buffer.from(text) }));
    const answer = await client.send(new sdk.PutRecordsCommand({ StreamName, Records }));
    for (const [i, { ShardId, SequenceNumber }] of (answer.Records ?? []).entries()) {
      noted.add(ShardId as string, SequenceNumber as string, texts[i] as string);
    }
    noted.calls++;
  }
}

/** Changes the stream in turn in several ways until the process is gone. */
async function change(client: sdk.KinesisClient, noted: Acknowledged): Promise<void> {
  for (;;) {
    const tag = `tag-${noted.tags.size}`;
    if (noted.tags.size < 40) {
      await client.send(new sdk.AddTagsToStreamCommand({ StreamName, Tags: { [tag]: "x" } }));
      noted.tags.add(tag);
    }
    const ConsumerName = `consumer-${noted.consumers.size}`;
    if (noted.consumers.size < 15) {
      await client.send(new sdk.RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
      noted.consumers.add(ConsumerName);
    }
    const { Shards = [] } = await client.send(new sdk.ListShardsCommand({ StreamName }));
    const open = Shards.find((shard) => !shard.SequenceNumberRange?.EndingSequenceNumber);
    if (open && Shards.length < 30) {
      const { StartingHashKey = "0", EndingHashKey = "0" } = open.HashKeyRange ?? {};
      const middle = (BigInt(StartingHashKey) + BigInt(EndingHashKey)) / 2n;
      const ShardToSplit = open.ShardId as string;
      const NewStartingHashKey = String(middle);
      const split = { StreamName, ShardToSplit, NewStartingHashKey };
      await client.send(new sdk.SplitShardCommand(split));
      noted.closed.add(ShardToSplit);
    }
    noted.calls++;
  }
}

type Held = Map<string, readonly (readonly [sequenceNumber: string, data: string])[]>;

/** All that the stream holds, by shard and in order. */
async function readAll(client: sdk.KinesisClient): Promise<Held> {
  const { Shards = [] } = await client.send(new sdk.ListShardsCommand({ StreamName }));
  const held: Held = new Map();
  for (const { ShardId } of Shards) {
    const records: [string, string][] = [];
    const start = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
    let { ShardIterator } = await client.send(new sdk.GetShardIteratorCommand(start));
    while (ShardIterator !== undefined) {
      const page = await client.send(new sdk.GetRecordsCommand({ ShardIterator }));
      for (const { SequenceNumber, Data } of page.Records ?? []) {
        records.push([SequenceNumber as string, Buffer.from(Data as Uint8Array).toString()]);
      }
      ShardIterator = page.MillisBehindLatest === 0 ? undefined : page.NextShardIterator;
    }
    held.set(ShardId as string, records);
  }
  return held;
}

/** Compares what is there with what was acknowledged; answers how many records there are. */
async function checkAll(client: sdk.KinesisClient, noted: Acknowledged): Promise<Held> {
  const held = await readAll(client);
  for (const [shard, records] of noted.records) {
    const found = new Map(held.get(shard));
    const missing = [...records].filter(([number, data]) => found.get(number) !== data);
    expect(missing, `acknowledged in ${shard} and not there`).toEqual([]);
  }
  for (const [shard, records] of held) {
    const numbers = records.map(([number]) => BigInt(number));
    const isAscending = numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0n));
    expect(isAscending, `the order of ${shard}`).toBe(true);
  }
  const all = [...held.values()].flat().map(([, data]) => data);
  expect(new Set(all).size, "records that are there twice").toBe(all.length);
  const { Tags = [] } = await client.send(new sdk.ListTagsForStreamCommand({ StreamName }));
  expect(Tags.map(({ Key }) => Key)).toEqual(expect.arrayContaining([...noted.tags]));
  const { Consumers = [] } = await client.send(new sdk.ListStreamConsumersCommand({ StreamARN }));
  const names = Consumers.map(({ ConsumerName }) => ConsumerName);
  expect(names).toEqual(expect.arrayContaining([...noted.consumers]));
  const { Shards = [] } = await client.send(new sdk.ListShardsCommand({ StreamName }));
  const closed = Shards.filter((shard) => shard.SequenceNumberRange?.EndingSequenceNumber);
  expect(closed.map(({ ShardId }) => ShardId)).toEqual(expect.arrayContaining([...noted.closed]));
  return held;
}

async function withClient<T>(
  emulator: DurableEmulator,
  use: (client: sdk.KinesisClient) => Promise<T>,
): Promise<T> {
  const client = new sdk.KinesisClient(clientOf(emulator));
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

/** Kills the emulator when so many calls more were answered, a split among them, amid others. */
async function killAmid(
  emulator: DurableEmulator,
  noted: Acknowledged,
  { calls, work }: { readonly calls: number; readonly work: readonly Promise<void>[] },
): Promise<void> {
  const until = noted.calls + calls;
  const closed = noted.closed.size;
  let isKilled = false;
  const ended = Promise.all(
    work.map((task) =>
      task.catch((error: unknown) => {
        if (!isKilled) throw error;
      }),
    ),
  );
  while (noted.calls < until || noted.closed.size === closed) await Promise.race([ended, sleep(1)]);
  isKilled = true;
  await emulator.kill();
  await ended;
}

/** Kills the emulator so many times while it works, and looks what is there each time. */
async function killRepeatedly(data: string, rounds: number, sync: string): Promise<Acknowledged> {
  const noted = new Acknowledged();
  for (let round = 0; round < rounds; round++) {
    const emulator = await startOn(data, ...unlimited, "--set", `sync=${sync}`);
    await withClient(emulator, async (client) => {
      if (round === 0) {
        await client.send(new sdk.CreateStreamCommand({ StreamName, ShardCount: 2 }));
      } else {
        await checkAll(client, noted);
      }
      await killAmid(emulator, noted, {
        calls: 11 + round * 7,
        work: [produce, produce, produce, change].map((task) => task(client, noted)),
      });
    });
  }
  return noted;
}

describe("what Kinesis acknowledged is there after kill -9", () => {
  it.each(["write", "fsync"])(
    "with sync %s, in each of some rounds",
    async (sync) => {
      const data = join(root, sync);
      const noted = await killRepeatedly(data, 3, sync);
      const emulator = await startOn(data, ...unlimited);
      const held = await withClient(emulator, (client) => checkAll(client, noted));
      expect(held.size).toBeGreaterThan(2 + noted.closed.size);
      await emulator.stop();
    },
    60_000,
  );
});

describe("a file that a crash has torn", () => {
  const data = join(root, "torn");
  let whole: Held;
  beforeAll(async () => {
    const noted = await killRepeatedly(data, 1, "write");
    const emulator = await startOn(data, ...unlimited);
    whole = await withClient(emulator, (client) => checkAll(client, noted));
    await emulator.kill();
  }, 60_000);

  it.each([1, 9, 150, 4_000])("ends where it is intact, %d bytes before", async (bytes) => {
    const torn = `${data}-${bytes}`;
    cpSync(data, torn, { recursive: true });
    rmSync(join(torn, "lock"), { force: true });
    let cut = 0;
    for (const file of lastSegments(torn)) {
      const { size } = statSync(file);
      if (size <= bytes) continue;
      truncateSync(file, size - bytes);
      cut++;
    }
    expect(cut).toBeGreaterThan(0);
    const emulator = await startOn(torn, ...unlimited);
    await withClient(emulator, async (client) => {
      const left = await readAll(client);
      for (const [shard, records] of left) {
        expect(records).toEqual(whole.get(shard)?.slice(0, records.length));
      }
      const sum = (held: Held) => [...held.values()].flat().length;
      expect(sum(left)).toBeLessThan(sum(whole));
      const put = { StreamName, PartitionKey: "k", Data: Buffer.from("after") };
      const { ShardId = "" } = await client.send(new sdk.PutRecordCommand(put));
      const again = await readAll(client);
      expect(again.get(ShardId)?.length).toBe((left.get(ShardId)?.length ?? 0) + 1);
    });
    await emulator.stop();
  });
});

/** The segment of each shard that was written last. */
function lastSegments(data: string): readonly string[] {
  const last = new Map<string, string>();
  const streams = join(data, "kinesis");
  for (const path of readdirSync(streams, { recursive: true, encoding: "utf8" }).sort()) {
    const [, shard] = /(shard-\d+)\.\d+\.log$/.exec(path) ?? [];
    if (shard !== undefined) last.set(shard, join(streams, path));
  }
  return [...last.values()];
}
