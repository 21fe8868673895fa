import { describe, expect, it } from "vitest";
import { virtualEngine } from "../../../../test/support/virtual-engine.ts";

const middle = String(2n ** 127n);
const id = (index: number) => `shardId-${String(index).padStart(12, "0")}`;
const split = (index: number, at: string) => ({
  StreamName: "s",
  ShardToSplit: id(index),
  NewStartingHashKey: at,
});
const merge = (index: number, adjacent: number) => ({
  StreamName: "s",
  ShardToMerge: id(index),
  AdjacentShardToMerge: id(adjacent),
});
const uniform = (TargetShardCount: number) => ({
  StreamName: "s",
  TargetShardCount,
  ScalingType: "UNIFORM_SCALING",
});

interface ListedShard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
  readonly AdjacentParentShardId?: string;
  readonly HashKeyRange: { readonly StartingHashKey: string; readonly EndingHashKey: string };
  readonly SequenceNumberRange: {
    readonly StartingSequenceNumber: string;
    readonly EndingSequenceNumber?: string;
  };
}

/** An engine, with a short way to list its stream's shards. */
function engine(options: Parameters<typeof virtualEngine>[0] = {}) {
  const virtual = virtualEngine(options);
  const list = () =>
    virtual.call("ListShards", { StreamName: "s" })["Shards"] as readonly ListedShard[];
  const ids = () => list().map(({ ShardId }) => Number(ShardId.slice(-4)));
  return { ...virtual, list, ids };
}

describe("SplitShard and MergeShards", () => {
  it("describe parents and children as the service does", () => {
    const { call, list, clock } = engine();
    clock.advanceMs(5_000);
    call("SplitShard", split(0, middle));
    clock.advanceMs(5_000);
    call("MergeShards", merge(2, 1));
    const [first, lower, upper, merged] = list();
    expect(first?.SequenceNumberRange.EndingSequenceNumber).toMatch(/^49\d{54}$/);
    expect(lower).toMatchObject({
      ParentShardId: id(0),
      AdjacentParentShardId: undefined,
      HashKeyRange: { StartingHashKey: "0", EndingHashKey: String(2n ** 127n - 1n) },
    });
    expect(upper).toMatchObject({
      ParentShardId: id(0),
      HashKeyRange: { StartingHashKey: middle, EndingHashKey: String(2n ** 128n - 1n) },
    });
    expect(merged).toMatchObject({
      ParentShardId: id(2),
      AdjacentParentShardId: id(1),
      HashKeyRange: { StartingHashKey: "0", EndingHashKey: String(2n ** 128n - 1n) },
      SequenceNumberRange: { EndingSequenceNumber: undefined },
    });
    const summary = call("DescribeStreamSummary", { StreamName: "s" });
    expect(summary["StreamDescriptionSummary"]).toMatchObject({ OpenShardCount: 1 });
  });

  it.each([
    ["SplitShard", split(7, middle), /^ResourceNotFoundException: Shard shardId-000000000007 in/],
    [
      "SplitShard",
      split(0, "1"),
      /^InvalidArgumentException: NewStartingHashKey 1 used in SplitSha/,
    ],
    ["SplitShard", split(0, "12"), /^none$/],
    ["SplitShard", split(1, String(2n ** 128n / 3n + 1n)), /is not both greater than one plus the/],
    ["SplitShard", split(2, String(2n ** 128n - 1n)), /EndingHashKey 3402823669209384634633746074/],
    ["SplitShard", split(0, "x"), /^ValidationException: /],
    [
      "MergeShards",
      merge(0, 2),
      /^InvalidArgumentException: Shards shardId-000000000000 and shard/,
    ],
    ["MergeShards", merge(0, 0), /not an adjacent pair of shards eligible for merging$/],
    [
      "UpdateShardCount",
      uniform(7),
      /^LimitExceededException: UpdateShardCount cannot scale up ov/,
    ],
    ["UpdateShardCount", uniform(1), /cannot scale down below half your current open shard count/],
    ["UpdateShardCount", uniform(10_001), /cannot be greater than 10000. Current open shard count/],
  ])("%s of %o", (operation, input, expected) => {
    expect(engine({ shards: 3 }).refusal(operation, input)).toMatch(expected);
  });

  it("refuse a shard that is closed", () => {
    const { call, refusal } = engine();
    call("SplitShard", split(0, middle));
    expect(refusal("SplitShard", split(0, "99"))).toMatch(
      /^InvalidArgumentException: Shard shardId/,
    );
    expect(refusal("MergeShards", merge(0, 1))).toContain("has already been merged or split");
  });

  it("refuse a stream that is changing, and one beyond its account's shards", () => {
    const { call, refusal, clock } = engine({
      limits: { streamTransitionMs: 500, shardsPerAccountMax: 2 },
    });
    clock.advanceMs(500);
    call("SplitShard", split(0, middle));
    expect(refusal("MergeShards", merge(1, 2))).toBe(
      "ResourceInUseException: Stream s under account 123456789012 not ACTIVE, " +
        "instead in state UPDATING",
    );
    clock.advanceMs(500);
    expect(refusal("SplitShard", split(1, "99"))).toMatch(
      /^LimitExceededException: This request would exceed the shard limit for the account 12345678/,
    );
    expect(refusal("UpdateShardCount", uniform(4))).toContain("from this request: 2.");
  });
});

describe("UpdateShardCount", () => {
  it("answers both counts, and works ten times in 24 hours", () => {
    const { call, refusal, clock } = engine({ shards: 2 });
    for (let i = 0; i < 10; i++) {
      clock.advanceMs(60_000);
      const [from, to] = i % 2 === 0 ? ([2, 4] as const) : ([4, 2] as const);
      expect(call("UpdateShardCount", uniform(to))).toEqual({
        StreamName: "s",
        StreamARN: "arn:aws:kinesis:eu-west-1:123456789012:stream/s",
        CurrentShardCount: from,
        TargetShardCount: to,
      });
    }
    expect(refusal("UpdateShardCount", uniform(4))).toMatch(/^LimitExceededException: .* 10 times/);
    clock.advanceMs(24 * 3_600_000);
    expect(refusal("UpdateShardCount", uniform(4))).toBe("none");
  });
});

describe("the end of a closed shard", () => {
  it("is stated once all has been read, with the children", () => {
    const { call, put, get, iterator, clock } = engine();
    put(3);
    const latest = iterator({ ShardIteratorType: "LATEST" });
    call("SplitShard", split(0, middle));
    clock.advanceMs(700);
    const last = get(iterator());
    expect(last).toMatchObject({ Records: [{}], MillisBehindLatest: 700 });
    const end = get(last.NextShardIterator);
    expect(end).toEqual({
      Records: [],
      NextShardIterator: undefined,
      MillisBehindLatest: 700,
      ChildShards: [
        expect.objectContaining({ ShardId: id(1), ParentShards: [id(0)] }),
        expect.objectContaining({ ShardId: id(2), ParentShards: [id(0)] }),
      ],
    });
    expect(get(latest)["ChildShards"]).toHaveLength(2);
    const { ChildShards, ...open } = get(
      iterator({ ShardId: id(1), ShardIteratorType: "TRIM_HORIZON" }),
    );
    expect([ChildShards, open.NextShardIterator]).toEqual([undefined, expect.any(String)]);
  });

  it("is reached from LATEST and from its own ending sequence number", () => {
    const { call, put, get, iterator, list } = engine();
    put(3);
    call("SplitShard", split(0, middle));
    const StartingSequenceNumber = list()[0]?.SequenceNumberRange.EndingSequenceNumber;
    const at = { ShardIteratorType: "AT_SEQUENCE_NUMBER", StartingSequenceNumber };
    for (const start of [at, { ShardIteratorType: "LATEST" }]) {
      expect(get(iterator(start))).toMatchObject({ Records: [], ChildShards: [{}, {}] });
    }
  });

  it("expires with the retention, and so do iterators on it", () => {
    const hours = 3_600_000;
    const { call, put, refusal, ids, iterator, clock } = engine({ limits: { retentionHours: 2 } });
    put(3);
    clock.advanceMs(hours);
    call("SplitShard", split(0, middle));
    clock.advanceMs(2 * hours);
    expect(ids()).toEqual([0, 1, 2]);
    const ShardIterator = iterator();
    clock.advanceMs(1);
    expect(ids()).toEqual([1, 2]);
    const gone = "ResourceNotFoundException: Shard shardId-000000000000 in stream s";
    expect(refusal("GetRecords", { ShardIterator })).toContain(gone);
    const ShardIteratorType = "TRIM_HORIZON";
    const again = { StreamName: "s", ShardId: id(0), ShardIteratorType };
    expect(refusal("GetShardIterator", again)).toContain(gone);
    expect(call("DescribeStream", { StreamName: "s" })["StreamDescription"]).toMatchObject({
      Shards: [{ ParentShardId: id(0) }, { ParentShardId: id(0) }],
    });
  });
});
