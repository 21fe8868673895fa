import { describe, expect, it } from "vitest";
import type { KinesisLimits } from "../../../core/limits/kinesis.ts";
import { virtualEngine } from "../../../../test/support/virtual-engine.ts";

/** The day is compressed sixty times. */
const minute = 1_000;
const compressed = {
  onDemandScaleIntervalMs: 15 * minute,
  onDemandSampleMs: minute,
  warmReleaseWindowMs: 60 * minute,
} as const;
const StreamARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/d";
const onDemand = { StreamName: "d", StreamModeDetails: { StreamMode: "ON_DEMAND" } };
const mode = (StreamMode: string) => ({ StreamARN, StreamModeDetails: { StreamMode } });

/** An engine with an on-demand stream `d` beside its provisioned one `s`. */
function engine(limits: Partial<KinesisLimits> = {}, create: object = onDemand) {
  const virtual = virtualEngine({ limits: { ...compressed, ...limits } });
  virtual.call("CreateStream", create);
  const summary = () =>
    virtual.call("DescribeStreamSummary", { StreamARN })["StreamDescriptionSummary"] as Record<
      string,
      unknown
    >;
  /** Writes so many KiB to each hash key in a second; the number of records throttled. */
  const write = (kib: number, hashKeys: readonly bigint[]): unknown => {
    const Records = hashKeys.map((key) => ({
      PartitionKey: "k",
      ExplicitHashKey: String(key),
      Data: Buffer.alloc(kib * 1_024 - 1),
    }));
    const answer = virtual.call("PutRecords", { StreamARN, Records });
    virtual.clock.advanceMs(minute);
    return answer["FailedRecordCount"];
  };
  return { ...virtual, summary, write };
}

/** A hash key in the middle of each of `count` even ranges. */
function spread(count: number): readonly bigint[] {
  const width = 2n ** 128n / BigInt(count);
  return Array.from({ length: count }, (_, i) => width * BigInt(i) + width / 2n);
}

describe("an on-demand stream", () => {
  it("begins with four shards, and says what it is", () => {
    expect(engine().summary()).toMatchObject({
      StreamModeDetails: { StreamMode: "ON_DEMAND" },
      OpenShardCount: 4,
      WarmThroughput: { TargetMiBps: undefined, CurrentMiBps: 4 },
      RecordDistributionStrategy: "USER_PARTITION_KEY",
    });
  });

  it("is throttled beyond 4 MiB/s, and takes twice as much 15 minutes later", () => {
    const { write, summary, clock } = engine();
    expect(write(1_000, spread(4))).toBe(0);
    expect(write(600, spread(8))).toBe(4);
    expect(summary()["OpenShardCount"]).toBe(4);
    clock.advanceMs(13 * minute);
    expect(summary()["OpenShardCount"]).toBe(8);
    expect(write(1_000, spread(8))).toBe(0);
  });

  it("splits a hot shard and leaves a hot key in one", () => {
    const { write, summary, clock } = engine();
    for (const shards of [5, 6, 7]) {
      expect(write(900, [1n])).toBe(0);
      expect(write(600, [1n, 2n])).toBe(1);
      clock.advanceMs(13 * minute);
      expect(summary()["OpenShardCount"]).toBe(shards);
    }
  });

  it("is not resharded by hand", () => {
    const { refusal } = engine();
    const ScalingType = "UNIFORM_SCALING";
    for (const [operation, input] of [
      ["SplitShard", { StreamARN, ShardToSplit: "shardId-000000000000", NewStartingHashKey: "9" }],
      ["MergeShards", { StreamARN, ShardToMerge: "0", AdjacentShardToMerge: "1" }],
      ["UpdateShardCount", { StreamARN, TargetShardCount: 8, ScalingType }],
    ] as const) {
      expect(refusal(operation, input)).toMatch(/^ValidationException: .* on-demand capacity mode/);
    }
  });

  it.each([
    [{ ...onDemand, ShardCount: 4 }, "ValidationException: ShardCount must not be specified"],
    [{ StreamName: "d" }, "ValidationException: ShardCount must be specified."],
    [
      { StreamName: "d", ShardCount: 1, RecordDistributionStrategy: "AUTO" },
      "InvalidArgumentException: RecordDistributionStrategy AUTO",
    ],
    [{ StreamName: "d", ShardCount: 1, WarmThroughputMiBps: 5 }, "ValidationException: WarmThrou"],
    [{ ...onDemand, WarmThroughputMiBps: 5 }, "requires MinimumThroughputBillingCommitment"],
  ])("is not created by %o", (input, expected) => {
    expect(virtualEngine({}).refusal("CreateStream", input)).toContain(expected);
  });
});

describe("AUTO distribution", () => {
  const create = { ...onDemand, RecordDistributionStrategy: "AUTO" };
  const Data = Buffer.alloc(3);

  it("spreads records evenly and needs no partition key", () => {
    const { call, iterator, get } = engine({}, create);
    const ids = Array.from({ length: 8 }, (_, i) => {
      const key = i % 2 === 0 ? {} : { PartitionKey: "same", ExplicitHashKey: "0" };
      return call("PutRecord", { StreamARN, Data, ...key })["ShardId"];
    });
    expect(new Set(ids).size).toBe(4);
    const start = { StreamName: "d", ShardIteratorType: "TRIM_HORIZON" };
    expect(get(iterator(start)).Records.map(({ partitionKey }) => partitionKey)).toEqual(["", ""]);
  });

  it("can be changed while the stream is on-demand, and ends with that", () => {
    const { call, refusal, summary, clock } = engine({}, create);
    call("UpdateStreamRecordDistributionStrategy", {
      StreamARN,
      RecordDistributionStrategy: "USER_PARTITION_KEY",
    });
    expect(refusal("PutRecord", { StreamARN, Data })).toBe(
      "ValidationException: 1 validation error detected: Value null at 'partitionKey' failed to " +
        "satisfy constraint: Member must not be null",
    );
    const auto = { StreamARN, RecordDistributionStrategy: "AUTO" };
    call("UpdateStreamRecordDistributionStrategy", auto);
    expect(refusal("PutRecord", { StreamARN, Data })).toBe("none");
    call("UpdateStreamMode", mode("PROVISIONED"));
    clock.advanceMs(1_000);
    expect(summary()["RecordDistributionStrategy"]).toBeUndefined();
    expect(refusal("PutRecord", { StreamARN, Data })).toContain("'partitionKey'");
    expect(refusal("UpdateStreamRecordDistributionStrategy", auto)).toContain(
      "InvalidArgumentException: RecordDistributionStrategy AUTO",
    );
  });
});

describe("UpdateStreamMode", () => {
  it("keeps the shards, twice in 24 hours; asking for what is there is free", () => {
    const create = { StreamName: "d", ShardCount: 6 };
    const { call, refusal, summary, clock } = engine({}, create);
    call("UpdateStreamMode", mode("PROVISIONED"));
    call("UpdateStreamMode", mode("ON_DEMAND"));
    clock.advanceMs(20 * minute);
    expect(summary()).toMatchObject({
      OpenShardCount: 6,
      WarmThroughput: { CurrentMiBps: 6 },
    });
    call("UpdateStreamMode", mode("PROVISIONED"));
    expect(summary()["WarmThroughput"]).toBeUndefined();
    clock.advanceMs(1_000);
    expect(refusal("UpdateStreamMode", mode("ON_DEMAND"))).toMatch(
      /^LimitExceededException: .* more than 2 times within 24 hours\.$/,
    );
    clock.advanceMs(24 * 3_600_000);
    expect(refusal("UpdateStreamMode", mode("ON_DEMAND"))).toBe("none");
  });
});

describe("warm throughput", () => {
  const commit = { MinimumThroughputBillingCommitment: { Status: "ENABLED" } };
  const warm = (WarmThroughputMiBps: number) => ({ StreamARN, WarmThroughputMiBps });

  it("gives shards at once, and releases them", () => {
    const { call, write, summary, clock } = engine();
    call("UpdateAccountSettings", commit);
    expect(call("UpdateStreamWarmThroughput", warm(16))).toEqual({
      StreamARN,
      StreamName: "d",
      WarmThroughput: { TargetMiBps: 16, CurrentMiBps: 16 },
    });
    expect(summary()["OpenShardCount"]).toBe(16);
    expect(write(400, spread(16))).toBe(0);
    clock.advanceMs(120 * minute);
    expect(call("UpdateStreamWarmThroughput", warm(2))["WarmThroughput"]).toEqual({
      TargetMiBps: 2,
      CurrentMiBps: 4,
    });
    expect(summary()["OpenShardCount"]).toBe(4);
  });

  it("is for on-demand streams of committed accounts, up to 10 GiB/s", () => {
    const { call, refusal } = engine();
    const update = (input: object) => refusal("UpdateStreamWarmThroughput", input);
    expect(update(warm(16))).toContain("requires MinimumThroughputBillingCommitment");
    call("UpdateAccountSettings", commit);
    expect(update(warm(10_241))).toMatch(/^LimitExceededException: /);
    expect(update({ ...warm(8), StreamARN: StreamARN.replace(/d$/, "s") })).toMatch(
      /^ValidationException: .* provisioned capacity mode/,
    );
  });
});

describe("the account's quotas", () => {
  it("are described", () => {
    expect(engine().call("DescribeLimits", {})).toEqual({
      ShardLimit: 20_000,
      OpenShardCount: 1,
      OnDemandStreamCount: 1,
      OnDemandStreamCountLimit: 50,
      ChannelCount: 0,
    });
  });

  it.each([
    [{ onDemandStreamsMax: 1 }, onDemand, "exceed the on-demand stream limit"],
    [{ shardsPerAccountMax: 3 }, { ShardCount: 3 }, "Current shard count for the account: 1. Limi"],
    [{ streamsCreatingMax: 2, streamTransitionMs: 9 }, onDemand, "more than 2 streams in the CREA"],
  ])("hold for new streams: %o", (limits, create, expected) => {
    const { refusal } = engine(limits);
    const text = refusal("CreateStream", { ...create, StreamName: "e" });
    expect(text).toContain("LimitExceededException: ");
    expect(text).toContain(expected);
  });

  it("hold for streams that change their mode", () => {
    const { refusal } = engine({ shardsPerAccountMax: 4 });
    expect(refusal("UpdateStreamMode", mode("PROVISIONED"))).toContain("from this request: 4.");
    const s = { ...mode("ON_DEMAND"), StreamARN: StreamARN.replace(/d$/, "s") };
    expect(engine({ onDemandStreamsMax: 1 }).refusal("UpdateStreamMode", s)).toContain(
      "exceed the on-demand stream limit",
    );
  });
});
