import { describe, expect, it } from "vitest";
import { virtualEngine } from "../../../../test/support/virtual-engine.ts";

const arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/s";

describe("the life of a stream", () => {
  it("becomes ACTIVE after its transition, and is gone after another", () => {
    const { call, refusal, clock, put } = virtualEngine({ limits: { streamTransitionMs: 500 } });
    const status = () => {
      const { StreamDescriptionSummary } = call("DescribeStreamSummary", { StreamARN: arn });
      return (StreamDescriptionSummary as { StreamStatus: string }).StreamStatus;
    };
    expect(status()).toBe("CREATING");
    expect(() => put(10)).toThrow("Stream s under account 123456789012 not found.");
    clock.advanceMs(500);
    expect(status()).toBe("ACTIVE");
    expect(put(10)).toBe(".");
    call("DeleteStream", { StreamName: "s" });
    expect(status()).toBe("DELETING");
    expect(refusal("CreateStream", { StreamName: "s", ShardCount: 1 })).toBe(
      "ResourceInUseException: Stream s under account 123456789012 already exists.",
    );
    clock.advanceMs(500);
    expect(call("ListStreams", {})["StreamNames"]).toEqual([]);
  });

  it.each([
    ["neither name nor ARN", {}, "InvalidArgumentException: Either StreamName or StreamARN"],
    ["two that differ", { StreamName: "t", StreamARN: arn }, "InvalidArgumentException: "],
    [
      "another account",
      { StreamARN: arn.replace("123456789012", "210987654321") },
      "ResourceNotFoundException: Stream s under account 210987654321 not found.",
    ],
  ])("is not found by %s", (_name, reference, expected) => {
    expect(virtualEngine({}).refusal("DescribeStream", reference)).toContain(expected);
  });
});

describe("pages", () => {
  it("lists shards by token, which stands alone and expires", () => {
    const { call, refusal, clock } = virtualEngine({ shards: 5 });
    const seen: unknown[] = [];
    let input: object = { StreamName: "s", MaxResults: 2 };
    for (;;) {
      const { Shards, NextToken } = call("ListShards", input);
      seen.push(
        ...(Shards as { ShardId: string }[]).map((shard) => Number(shard.ShardId.slice(-2))),
      );
      if (NextToken === undefined) break;
      input = { NextToken, MaxResults: 2 };
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
    expect(refusal("ListShards", { ...input, StreamName: "s" })).toContain("together");
    clock.advanceMs(300_001);
    expect(refusal("ListShards", input)).toContain("ExpiredNextTokenException");
    expect(refusal("ListShards", { NextToken: "x" })).toContain("InvalidArgumentException");
  });

  it("filters shards after one", () => {
    const { call } = virtualEngine({ shards: 3 });
    const ShardFilter = { Type: "AFTER_SHARD_ID", ShardId: "shardId-000000000000" };
    expect(call("ListShards", { StreamName: "s", ShardFilter })["Shards"]).toHaveLength(2);
  });

  it("lists streams in order", () => {
    const { call } = virtualEngine({});
    for (const StreamName of ["b", "a"]) call("CreateStream", { StreamName, ShardCount: 1 });
    const first = call("ListStreams", { Limit: 2 });
    expect(first).toMatchObject({ StreamNames: ["a", "b"], HasMoreStreams: true });
    expect(call("ListStreams", { NextToken: first["NextToken"] })).toMatchObject({
      StreamNames: ["s"],
      HasMoreStreams: false,
    });
  });

  it("describes shards whose ranges cover all keys", () => {
    const { call } = virtualEngine({ shards: 3 });
    const { StreamDescription } = call("DescribeStream", { StreamName: "s", Limit: 2 });
    expect(StreamDescription).toMatchObject({
      StreamARN: arn,
      StreamStatus: "ACTIVE",
      HasMoreShards: true,
      RetentionPeriodHours: 24,
      Shards: [
        { ShardId: "shardId-000000000000", HashKeyRange: { StartingHashKey: "0" } },
        { ShardId: "shardId-000000000001" },
      ],
    });
  });
});
