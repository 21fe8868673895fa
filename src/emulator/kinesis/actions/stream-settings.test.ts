import { describe, expect, it } from "vitest";
import { record, virtualEngine } from "../../../../test/support/virtual-engine.ts";

const StreamName = "s";
const StreamARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/s";
const KeyId = "alias/aws/kinesis";
const encryption = { StreamName, EncryptionType: "KMS", KeyId };
const hourMs = 3_600_000;

function start(options: Parameters<typeof virtualEngine>[0] = {}) {
  const engine = virtualEngine(options);
  const summary = () =>
    engine.call("DescribeStreamSummary", { StreamName })["StreamDescriptionSummary"] as Record<
      string,
      unknown
    >;
  return { ...engine, summary };
}

describe("encryption", () => {
  it("is echoed by writes and descriptions", () => {
    const { call, summary } = start();
    const echo = () => [
      call("PutRecord", { StreamName, ...record(10) })["EncryptionType"],
      call("PutRecords", { StreamName, Records: [record(10)] })["EncryptionType"],
      summary()["EncryptionType"],
      summary()["KeyId"],
    ];
    expect(echo()).toEqual(["NONE", "NONE", "NONE", undefined]);
    call("StartStreamEncryption", encryption);
    expect(echo()).toEqual(["KMS", "KMS", "KMS", KeyId]);
    call("StopStreamEncryption", encryption);
    expect(echo()).toEqual(["NONE", "NONE", "NONE", undefined]);
  });

  it.each([
    "12345678-1234-1234-1234-123456789012",
    "mrk-1234abcd12ab34cd56ef1234567890ab",
    "alias/MyAliasName",
    "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012",
    "arn:aws:kms:us-east-1:123456789012:alias/MyAliasName",
  ])("takes the key %s", (key) => {
    expect(start().refusal("StartStreamEncryption", { ...encryption, KeyId: key })).toBe("none");
  });

  it.each([
    [{ KeyId: "secret" }, "KMSNotFoundException: Invalid keyId 'secret'"],
    [{ EncryptionType: "NONE" }, "InvalidArgumentException: EncryptionType NONE is not valid"],
    [{ EncryptionType: "AES" }, "ValidationException: 1 validation error detected"],
  ])("does not take %o", (changed, expected) => {
    expect(start().refusal("StartStreamEncryption", { ...encryption, ...changed })).toContain(
      expected,
    );
  });

  it("is started 25 times in a rolling day", () => {
    const { call, refusal, clock } = start();
    for (let n = 0; n < 25; n++) call("StartStreamEncryption", encryption);
    expect(refusal("StartStreamEncryption", encryption)).toMatch(/^LimitExceededException/);
    expect(refusal("StopStreamEncryption", encryption)).toBe("none");
    clock.advanceMs(24 * hourMs);
    expect(refusal("StartStreamEncryption", encryption)).toBe("none");
  });
});

describe("enhanced monitoring", () => {
  it("answers the metrics before and after, in the service's order", () => {
    const { call, summary } = start();
    const change = (operation: string, ...ShardLevelMetrics: string[]) => {
      const answer = call(operation, { StreamName, ShardLevelMetrics });
      return [answer["CurrentShardLevelMetrics"], answer["DesiredShardLevelMetrics"]];
    };
    const enable = "EnableEnhancedMonitoring";
    const disable = "DisableEnhancedMonitoring";
    expect(change(enable, "OutgoingBytes", "IncomingBytes")).toEqual([
      [],
      ["IncomingBytes", "OutgoingBytes"],
    ]);
    expect(change(enable, "ALL")[1]).toHaveLength(7);
    expect(change(disable, "IncomingBytes")[1]).toHaveLength(6);
    expect(change(disable, "ALL")[1]).toEqual([]);
    expect(summary()["EnhancedMonitoring"]).toEqual([{ ShardLevelMetrics: [] }]);
  });
});

describe("retention", () => {
  it.each([
    [
      "IncreaseStreamRetentionPeriod",
      23,
      "Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is " +
        "too short.",
    ],
    [
      "IncreaseStreamRetentionPeriod",
      8_761,
      "Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) " +
        "is too long.",
    ],
    [
      "IncreaseStreamRetentionPeriod",
      47,
      "Requested retention period (47 hours) for stream s can not be shorter than existing " +
        "retention period (48 hours). Use DecreaseRetentionPeriod API.",
    ],
    [
      "DecreaseStreamRetentionPeriod",
      49,
      "Requested retention period (49 hours) for stream s can not be longer than existing " +
        "retention period (48 hours). Use IncreaseRetentionPeriod API.",
    ],
  ])("%s to %i is refused", (operation, RetentionPeriodHours, message) => {
    const { call, refusal } = start();
    call("IncreaseStreamRetentionPeriod", { StreamName, RetentionPeriodHours: 48 });
    expect(refusal(operation, { StreamName, RetentionPeriodHours })).toBe(
      `InvalidArgumentException: ${message}`,
    );
  });

  it("keeps what is not expired, and brings nothing back", () => {
    const { call, put, get, iterator, clock, summary } = start();
    const kept = () => get(iterator()).Records.length;
    put(10);
    clock.advanceMs(23 * hourMs);
    put(10);
    call("IncreaseStreamRetentionPeriod", { StreamName, RetentionPeriodHours: 168 });
    clock.advanceMs(2 * hourMs);
    expect([summary()["RetentionPeriodHours"], kept()]).toEqual([168, 2]);
    call("DecreaseStreamRetentionPeriod", { StreamARN, RetentionPeriodHours: 24 });
    expect(kept()).toBe(1);
    call("IncreaseStreamRetentionPeriod", { StreamName, RetentionPeriodHours: 168 });
    expect(kept()).toBe(1);
  });
});

describe("the size of a record", () => {
  it("can be raised and lowered", () => {
    const { call, put, refusal, clock } = start();
    const large = { StreamName, Records: [record(10), record(2_000_000)] };
    const tooLarge =
      "ValidationException: 1 validation error detected: Value at 'records.2.member.data' failed " +
      "to satisfy constraint: Member must have length less than or equal to 1048576";
    expect(refusal("PutRecords", large)).toBe(tooLarge);
    call("UpdateMaxRecordSize", { StreamARN, MaxRecordSizeInKiB: 10_240 });
    expect(put(2_000_000)).toBe(".");
    call("UpdateMaxRecordSize", { StreamARN, MaxRecordSizeInKiB: 1_024 });
    clock.advanceMs(1_000);
    expect(refusal("PutRecords", large)).toBe(tooLarge);
  });
});

describe("a change of settings", () => {
  it.each([
    ["StartStreamEncryption", encryption],
    ["StopStreamEncryption", encryption],
    ["EnableEnhancedMonitoring", { StreamName, ShardLevelMetrics: ["ALL"] }],
    ["IncreaseStreamRetentionPeriod", { StreamName, RetentionPeriodHours: 48 }],
    ["UpdateMaxRecordSize", { StreamARN, MaxRecordSizeInKiB: 2_048 }],
  ])("%s makes the stream UPDATING, and excludes others until it is ACTIVE", (operation, input) => {
    const { call, refusal, clock, summary, put } = start({ limits: { streamTransitionMs: 100 } });
    clock.advanceMs(100);
    call(operation, input);
    expect(summary()["StreamStatus"]).toBe("UPDATING");
    expect(put(10)).toBe(".");
    expect(refusal("StartStreamEncryption", encryption)).toBe(
      "ResourceInUseException: Stream s under account 123456789012 not ACTIVE, " +
        "instead in state UPDATING",
    );
    clock.advanceMs(100);
    expect(summary()["StreamStatus"]).toBe("ACTIVE");
  });
});

describe("a dry run", () => {
  const would = "DryRunOperationException: Request would have succeeded, but DryRun flag is set.";

  it("says that a call would have succeeded, and does nothing", () => {
    const { refusal, get, iterator } = start();
    const DryRun = true;
    expect(refusal("PutRecord", { StreamName, ...record(10), DryRun })).toBe(would);
    expect(refusal("PutRecords", { StreamName, Records: [record(10)], DryRun })).toBe(would);
    expect(refusal("GetRecords", { ShardIterator: iterator(), DryRun })).toBe(would);
    const shard = { StreamName, ShardId: "shardId-000000000000", ShardIteratorType: "LATEST" };
    expect(refusal("GetShardIterator", { ...shard, DryRun })).toBe(would);
    expect(get(iterator()).Records).toEqual([]);
  });

  it("says what is wrong where something is", () => {
    const { refusal } = start();
    expect(refusal("PutRecord", { StreamName: "t", ...record(10), DryRun: true })).toBe(
      "ResourceNotFoundException: Stream t under account 123456789012 not found.",
    );
  });
});

describe("the stream of an iterator", () => {
  it("agrees with the StreamARN of the call", () => {
    const { call, refusal, iterator } = start();
    call("CreateStream", { StreamName: "t", ShardCount: 1 });
    const ShardIterator = iterator();
    expect(refusal("GetRecords", { ShardIterator, StreamARN })).toBe("none");
    expect(
      refusal("GetRecords", { ShardIterator, StreamARN: StreamARN.replace(/s$/, "t") }),
    ).toMatch(/^InvalidArgumentException: StreamARN/);
  });
});
