import * as kinesis from "@aws-sdk/client-kinesis";
import { expect } from "vitest";
import { firstShard, recordsOf, type KinesisBench } from "../../support/kinesis-bench.ts";
import { outcome, tally, times } from "../../support/outcomes.ts";

const mib = 1_048_576;
const throttled = "ProvisionedThroughputExceededException";
const onDemand = { StreamModeDetails: { StreamMode: "ON_DEMAND" } } as const;

/** A limit, the value that it is given, and a load that shows it. */
export type ChangedLimit<B> = readonly [
  limit: string,
  value: number,
  shows: (bench: B) => Promise<void>,
];

async function openShards(bench: KinesisBench, StreamName: string): Promise<number | undefined> {
  return (await bench.active(StreamName)).OpenShardCount;
}

export const changedKinesisLimits: readonly ChangedLimit<KinesisBench>[] = [
  [
    "kinesis.writeBytesPerSecondPerShard",
    10_240,
    async (bench) => {
      const { StreamName } = await bench.stream();
      expect((await bench.put(StreamName, recordsOf(20, 1_024))).accepted).toBe(10);
    },
  ],
  [
    "kinesis.writeRecordsPerSecondPerShard",
    3,
    async (bench) => {
      const { StreamName } = await bench.stream();
      expect((await bench.put(StreamName, recordsOf(5, 10))).accepted).toBe(3);
    },
  ],
  [
    "kinesis.getRecordsPerSecondPerShard",
    2,
    async (bench) => {
      const ShardIterator = await bench.iterator((await bench.stream()).StreamName);
      const read = () => bench.client.send(new kinesis.GetRecordsCommand({ ShardIterator }));
      expect(await tally(times(4, read))).toEqual({ accepted: 2, [throttled]: 2 });
    },
  ],
  [
    "kinesis.readBytesPerSecondPerShard",
    100,
    async (bench) => {
      const { StreamName } = await bench.stream();
      await bench.put(StreamName, recordsOf(1, 300));
      const ShardIterator = await bench.iterator(StreamName);
      const read = () => bench.client.send(new kinesis.GetRecordsCommand({ ShardIterator }));
      expect(await tally([read()])).toEqual({ accepted: 1 });
      expect(await outcome(read())).toBe(throttled);
      await bench.advance(2_000);
      expect(await outcome(read())).toBe("accepted");
    },
  ],
  [
    "kinesis.getShardIteratorPerSecondPerShard",
    2,
    async (bench) => {
      const { StreamName } = await bench.stream();
      const calls = times(4, () => bench.iterator(StreamName));
      expect(await tally(calls)).toEqual({ accepted: 2, [throttled]: 2 });
    },
  ],
  [
    "kinesis.subscribeToShardPerSecond",
    2,
    async (bench) => {
      const { ConsumerARN } = await consumer(bench);
      const StartingPosition = { Type: "AT_SEQUENCE_NUMBER", SequenceNumber: "1" } as const;
      const input = { ConsumerARN, ShardId: firstShard, StartingPosition };
      const call = () => bench.client.send(new kinesis.SubscribeToShardCommand(input));
      const calls = await tally(times(4, call));
      expect(calls).toEqual({ InvalidArgumentException: 2, LimitExceededException: 2 });
    },
  ],
  [
    "kinesis.fanOutBytesPerSecond",
    1_000,
    async (bench) => {
      const { StreamName, ConsumerARN } = await consumer(bench);
      await bench.put(StreamName, recordsOf(3, 65_000));
      const StartingPosition = { Type: "TRIM_HORIZON" } as const;
      const input = { ConsumerARN, ShardId: firstShard, StartingPosition };
      const answer = await bench.client.send(new kinesis.SubscribeToShardCommand(input));
      const behind: (number | undefined)[] = [];
      for await (const { SubscribeToShardEvent: event } of answer.EventStream ?? []) {
        behind.push(event?.MillisBehindLatest);
        if (behind.length === 2) break;
        await bench.advance(64_000);
      }
      // How long after the first event the second was made: 64 KB/s had to be made up for.
      expect(behind[1]).toBeGreaterThanOrEqual(64_000);
    },
  ],
  [
    "kinesis.onDemandStartBytesPerSecond",
    2 * mib,
    async (bench) => {
      const { StreamName } = await bench.stream(onDemand);
      expect(await openShards(bench, StreamName)).toBe(2);
    },
  ],
  [
    "kinesis.onDemandBytesPerSecondPerShard",
    2 * mib,
    async (bench) => {
      const { StreamName } = await bench.stream(onDemand);
      expect(await openShards(bench, StreamName)).toBe(2);
    },
  ],
  [
    "kinesis.onDemandBytesPerSecondMax",
    3 * mib,
    async (bench) => {
      const { StreamName } = await bench.stream(onDemand);
      expect(await openShards(bench, StreamName)).toBe(3);
    },
  ],
  ["kinesis.onDemandSplitBytesPerSecond", 100, (bench) => splits(bench, recordsOf(1, 9_000))],
  ["kinesis.onDemandSplitRecordsPerSecond", 1, (bench) => splits(bench, recordsOf(90, 2))],
  [
    "kinesis.warmThroughputMiBpsMax",
    5,
    async (bench) => {
      const MinimumThroughputBillingCommitment = { Status: "ENABLED" } as const;
      const settings = { MinimumThroughputBillingCommitment };
      await bench.client.send(new kinesis.UpdateAccountSettingsCommand(settings));
      const warm = (WarmThroughputMiBps: number) =>
        bench.stream({ ...onDemand, WarmThroughputMiBps });
      expect(await outcome(warm(6))).toBe("LimitExceededException");
      expect(await outcome(warm(5))).toBe("accepted");
    },
  ],
];

async function consumer(bench: KinesisBench) {
  const { StreamName, StreamARN } = await bench.stream();
  const register = new kinesis.RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "c" });
  return { StreamName, ConsumerARN: (await bench.client.send(register)).Consumer?.ConsumerARN };
}

/** Records of a minute that are hardly anything split a shard. */
async function splits(bench: KinesisBench, records: ReturnType<typeof recordsOf>): Promise<void> {
  const { StreamName } = await bench.stream(onDemand);
  await bench.put(StreamName, records);
  await bench.advance(60_000);
  await openShards(bench, StreamName);
  await bench.advance(840_000);
  expect(await openShards(bench, StreamName)).toBeGreaterThan(4);
}
