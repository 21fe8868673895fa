import { describe, expect, it } from "vitest";
import { record, virtualEngine } from "../../../../test/support/virtual-engine.ts";

const KiB = 1_024;
const MiB = 1_048_576;
const throttled =
  "Rate exceeded for shard shardId-000000000000 in stream s under account 123456789012.";

describe("writes to one shard", () => {
  it.each([
    ["1 MiB, then the rest of the call is throttled", [MiB, 10, 10], ".TT"],
    ["the sum of a call is rounded up, not each record", Array(400).fill(1_100), "."],
    ["512 KiB twice, and no more", [512 * KiB, 512 * KiB, 3], "..T"],
    ["a small one fits where a large one did not", [600 * KiB, 600 * KiB, 10], ".T."],
  ])("%s", (_name, sizes, expected) => {
    const outcome = virtualEngine({}).put(...sizes);
    expect(expected === "." ? new Set(outcome) : outcome).toEqual(
      expected === "." ? new Set(".") : expected,
    );
  });

  it("takes a thousand records a second, in AWS's words beyond that", () => {
    const { put, call, clock } = virtualEngine({});
    const batch = Array.from({ length: 500 }, () => 10);
    expect(put(...batch) + put(...batch)).toBe(".".repeat(1_000));
    expect(call("PutRecords", { StreamName: "s", Records: [record(10)] })).toEqual({
      FailedRecordCount: 1,
      EncryptionType: "NONE",
      Records: [{ ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: throttled }],
    });
    clock.advanceMs(100);
    expect(put(...batch)).toBe(".".repeat(100) + "T".repeat(400));
  });

  it("counts the bytes of the partition key", () => {
    const { call } = virtualEngine({ limits: { writeBytesPerSecondPerShard: 1_024 } });
    const Records = [{ PartitionKey: "é".repeat(256), Data: Buffer.alloc(513) }];
    expect(call("PutRecords", { StreamName: "s", Records })["FailedRecordCount"]).toBe(1);
  });

  it("rounds up each record of PutRecord", () => {
    const { call, refusal } = virtualEngine({
      limits: { writeBytesPerSecondPerShard: 10_240, writeBurstBytesPerShard: 10_240 },
    });
    for (let n = 0; n < 5; n++) call("PutRecord", { StreamName: "s", ...record(1_100) });
    expect(refusal("PutRecord", { StreamName: "s", ...record(1_100) })).toBe(
      `ProvisionedThroughputExceededException: ${throttled}`,
    );
  });

  it("lets large records burst to 10 MiB where the stream takes them", () => {
    const { put, clock } = virtualEngine({ maxRecordSizeKiB: 10_240 });
    expect(put(4 * MiB, 4 * MiB)).toBe("..");
    expect(put(4 * MiB, 10)).toBe("T.");
    clock.advanceMs(2_001);
    expect(put(4 * MiB)).toBe(".");
  });
});

describe("what PutRecords refuses", () => {
  const { refusal } = virtualEngine({});
  const put = (...Records: readonly object[]) =>
    refusal("PutRecords", { StreamName: "s", Records });

  it("refuses a record above the stream's size", () => {
    expect(put(record(MiB + 1))).toBe(
      "ValidationException: 1 validation error detected: Value at 'records.1.member.data' failed " +
        "to satisfy constraint: Member must have length less than or equal to 1048576",
    );
  });

  it("refuses a call above 10 MiB", () => {
    expect(put(...Array.from({ length: 11 }, () => record(MiB)))).toBe(
      "InvalidArgumentException: Records size exceeds 10 MB limit",
    );
  });

  it("refuses more than 500 records", () => {
    expect(put(...Array.from({ length: 501 }, () => record(10)))).toContain(
      "at 'records' failed to satisfy constraint: " +
        "Member must have length less than or equal to 500",
    );
  });

  it("refuses a hash key above the range", () => {
    const key = String(1n << 128n);
    expect(put({ ...record(10), ExplicitHashKey: key })).toBe(
      "InvalidArgumentException: Invalid ExplicitHashKey. ExplicitHashKey must be in the range: " +
        `[0, 2^128-1]. Specified value was ${key}`,
    );
  });
});

it("an explicit hash key overrides the partition key", () => {
  const { call } = virtualEngine({ shards: 4 });
  const keys = ["0", String((1n << 127n) - 1n), String(1n << 127n), String((1n << 128n) - 1n)];
  const Records = keys.map((ExplicitHashKey) => ({ ...record(10), ExplicitHashKey }));
  const answer = call("PutRecords", { StreamName: "s", Records });
  expect(answer.Records.map((result) => Number(String(result["ShardId"]).slice(-1)))).toEqual([
    0, 1, 2, 3,
  ]);
});
