import { describe, expect, it } from "vitest";
import { startMs, virtualEngine } from "../../../../test/support/virtual-engine.ts";

/** Four records of 1, 2, 3 and 4 bytes, ten seconds apart; the clock stands at the last. */
function fourRecords() {
  const engine = virtualEngine({});
  const numbers: string[] = [];
  for (const size of [1, 2, 3, 4]) {
    if (size > 1) engine.clock.advanceMs(10_000);
    const input = { StreamName: "s", PartitionKey: "k", Data: Buffer.alloc(size) };
    numbers.push(String(engine.call("PutRecord", input)["SequenceNumber"]));
  }
  const read = (start: object) =>
    engine.get(engine.iterator(start)).Records.map(({ data }) => (data as Buffer).length);
  return { ...engine, numbers, read };
}

describe("the five types of iterator", () => {
  const { numbers, read, clock, call } = fourRecords();
  const at = (ms: number) => ({ ShardIteratorType: "AT_TIMESTAMP", Timestamp: ms / 1_000 });
  const on = (type: string, n: number) => ({
    ShardIteratorType: `${type}_SEQUENCE_NUMBER`,
    StartingSequenceNumber: numbers[n],
  });

  it.each([
    ["TRIM_HORIZON", { ShardIteratorType: "TRIM_HORIZON" }, [1, 2, 3, 4]],
    ["LATEST", { ShardIteratorType: "LATEST" }, []],
    ["AT_SEQUENCE_NUMBER", on("AT", 1), [2, 3, 4]],
    ["AFTER_SEQUENCE_NUMBER", on("AFTER", 1), [3, 4]],
    ["AFTER_SEQUENCE_NUMBER of the last", on("AFTER", 3), []],
    ["AT_TIMESTAMP before all", at(startMs - 5), [1, 2, 3, 4]],
    ["AT_TIMESTAMP of one", at(startMs + 10_000), [2, 3, 4]],
    ["AT_TIMESTAMP between two", at(startMs + 10_001), [3, 4]],
  ])("%s", (_name, start, expected) => {
    clock.advanceMs(1_000);
    expect(read(start)).toEqual(expected);
  });

  it("starts with the shard's own starting sequence number", () => {
    clock.advanceMs(1_000);
    const { Shards } = call("ListShards", { StreamName: "s" }) as unknown as {
      Shards: [{ SequenceNumberRange: { StartingSequenceNumber: string } }];
    };
    const StartingSequenceNumber = Shards[0].SequenceNumberRange.StartingSequenceNumber;
    const start = { ShardIteratorType: "AT_SEQUENCE_NUMBER", StartingSequenceNumber };
    expect(read(start)).toEqual([1, 2, 3, 4]);
  });
});

describe("iterators that are refused", () => {
  const shard = { StreamName: "s", ShardId: "shardId-000000000000" };

  it.each([
    ["a type without its sequence number", { ShardIteratorType: "AT_SEQUENCE_NUMBER" }],
    ["LATEST with one", { ShardIteratorType: "LATEST", StartingSequenceNumber: "49" }],
    ["AT_TIMESTAMP without one", { ShardIteratorType: "AT_TIMESTAMP" }],
    ["the future", { ShardIteratorType: "AT_TIMESTAMP", Timestamp: startMs / 1_000 + 1 }],
    ["no number", { ShardIteratorType: "AT_SEQUENCE_NUMBER", StartingSequenceNumber: "49" }],
  ])("%s", (_name, start) => {
    const { refusal } = virtualEngine({});
    expect(refusal("GetShardIterator", { ...shard, ...start })).toMatch(
      /^InvalidArgumentException: /,
    );
  });

  it("refuses a sequence number of another shard, and names it", () => {
    const { refusal, call } = virtualEngine({ shards: 2 });
    const ExplicitHashKey = String((1n << 128n) - 1n);
    const body = { StreamName: "s", PartitionKey: "k", Data: "", ExplicitHashKey };
    const StartingSequenceNumber = call("PutRecord", body)["SequenceNumber"];
    const start = { ShardIteratorType: "AT_SEQUENCE_NUMBER", StartingSequenceNumber };
    expect(refusal("GetShardIterator", { ...shard, ...start })).toBe(
      "InvalidArgumentException: Invalid StartingSequenceNumber. It encodes " +
        "shardId-000000000001, while it was used in a call to a shard with shardId-000000000000",
    );
  });

  it("names the shard that is not there", () => {
    const { refusal } = virtualEngine({});
    const ask = (ShardId: string) =>
      refusal("GetShardIterator", { ...shard, ShardId, ShardIteratorType: "LATEST" });
    expect(ask("shardId-000000000001")).toBe(
      "ResourceNotFoundException: Shard shardId-000000000001 in stream s under account " +
        "123456789012 does not exist",
    );
    expect(ask("other")).toBe(
      "ResourceNotFoundException: Could not find shard other in stream s under account " +
        "123456789012.",
    );
  });

  it("gives five a second", () => {
    const { iterator, clock } = virtualEngine({});
    for (let n = 0; n < 5; n++) iterator();
    expect(() => iterator()).toThrow("Rate exceeded");
    clock.advanceMs(200);
    expect(iterator()).not.toBe("");
  });

  it("expires after five minutes", () => {
    const { iterator, get, refusal, clock } = virtualEngine({});
    const token = iterator();
    clock.advanceMs(300_000);
    get(token);
    clock.advanceMs(1);
    expect(refusal("GetRecords", { ShardIterator: token })).toBe(
      "ExpiredIteratorException: Iterator expired. The iterator was created at time " +
        "Sat Nov 21 12:00:00 UTC 2026 while right now it is Sat Nov 21 12:05:00 UTC 2026 which " +
        "is further in the future than the tolerated delay of 300000 milliseconds.",
    );
  });

  it.each([
    ["text", () => "AAAA"],
    ["altered", (token: string) => token.slice(0, -8) + "A" + token.slice(-7)],
    ["cut", (token: string) => token.slice(0, -4)],
  ])("is refused where it is %s", (_name, forge) => {
    const { iterator, refusal } = virtualEngine({});
    expect(refusal("GetRecords", { ShardIterator: forge(iterator()) })).toBe(
      "InvalidArgumentException: Invalid ShardIterator.",
    );
  });

  it("does not read a stream of the same name that came later", () => {
    const { iterator, refusal, call, clock } = virtualEngine({});
    const token = iterator();
    call("DeleteStream", { StreamName: "s" });
    expect(refusal("GetRecords", { ShardIterator: token })).toContain("not found");
    clock.advanceMs(1);
    call("CreateStream", { StreamName: "s", ShardCount: 1 });
    expect(refusal("GetRecords", { ShardIterator: token })).toContain("Invalid ShardIterator.");
  });
});
