import { describe, expect, it } from "vitest";
import { virtualEngine } from "../../../../test/support/virtual-engine.ts";

const { refusal } = virtualEngine({});
const longName = "n".repeat(129);

describe("validation, in AWS's words", () => {
  it.each([
    [
      "DeleteStream",
      { StreamName: "" },
      "ValidationException: 2 validation errors detected: Value '' at 'streamName' failed to " +
        "satisfy constraint: Member must have length greater than or equal to 1; Value '' at " +
        "'streamName' failed to satisfy constraint: Member must satisfy regular expression " +
        "pattern: [a-zA-Z0-9_.-]+",
    ],
    [
      "CreateStream",
      { ShardCount: 0 },
      "ValidationException: 2 validation errors detected: Value null at 'streamName' failed to " +
        "satisfy constraint: Member must not be null; Value '0' at 'shardCount' failed to " +
        "satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      "CreateStream",
      { StreamName: longName, ShardCount: 1 },
      `ValidationException: 1 validation error detected: Value '${longName}' at 'streamName' ` +
        "failed to satisfy constraint: Member must have length less than or equal to 128",
    ],
    [
      "PutRecords",
      { StreamName: "s", Records: [{ Data: "", PartitionKey: "k" }, { Data: "" }] },
      "ValidationException: 1 validation error detected: Value null at " +
        "'records.2.member.partitionKey' failed to satisfy constraint: Member must not be null",
    ],
    [
      "PutRecord",
      { StreamName: "s", PartitionKey: "k", Data: Buffer.alloc(10_485_761) },
      "ValidationException: 1 validation error detected: Value at 'data' failed to satisfy " +
        "constraint: Member must have length less than or equal to 10485760",
    ],
    [
      "GetShardIterator",
      { StreamName: "s", ShardId: "0", ShardIteratorType: "NEWEST" },
      "ValidationException: 1 validation error detected: Value 'NEWEST' at 'shardIteratorType' " +
        "failed to satisfy constraint: Member must satisfy enum value set: " +
        "[AFTER_SEQUENCE_NUMBER, AT_SEQUENCE_NUMBER, AT_TIMESTAMP, LATEST, TRIM_HORIZON]",
    ],
  ])("%s of %o", (operation, input, expected) => {
    expect(refusal(operation, input)).toBe(expected);
  });

  it.each([
    [
      "AddTagsToStream",
      { StreamName: "s", Tags: { "": "a" } },
      "Value '{=a}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: " +
        "[Member must have length less than or equal to 128, " +
        "Member must have length greater than or equal to 1]",
    ],
    [
      "AddTagsToStream",
      { StreamName: "s", Tags: { a: longName + longName } },
      `Value '{a=${longName + longName}}' at 'tags' failed to satisfy constraint: Map value must ` +
        "satisfy constraint: [Member must have length less than or equal to 256, " +
        "Member must have length greater than or equal to 0]",
    ],
    [
      "AddTagsToStream",
      { StreamName: "s", Tags: {} },
      "Value '{}' at 'tags' failed to satisfy constraint: Member must have length greater than " +
        "or equal to 1",
    ],
    [
      "RemoveTagsFromStream",
      { StreamName: "s", TagKeys: ["", "b"] },
      "Value '[, b]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: " +
        "[Member must have length less than or equal to 128, " +
        "Member must have length greater than or equal to 1]",
    ],
    [
      "EnableEnhancedMonitoring",
      { StreamName: "s", ShardLevelMetrics: ["Bytes"] },
      "Value '[Bytes]' at 'shardLevelMetrics' failed to satisfy constraint: Member must satisfy " +
        "constraint: [Member must satisfy enum value set: [IncomingBytes, IncomingRecords, " +
        "OutgoingBytes, OutgoingRecords, WriteProvisionedThroughputExceeded, " +
        "ReadProvisionedThroughputExceeded, IteratorAgeMilliseconds, ALL]]",
    ],
    [
      "UpdateMaxRecordSize",
      { StreamARN: "arn:aws:kinesis:eu-west-1:123456789012:stream/s", MaxRecordSizeInKiB: 1 },
      "Value '1' at 'maxRecordSizeInKiB' failed to satisfy constraint: Member must have value " +
        "greater than or equal to 1024",
    ],
  ])("%s of %o, whose texts are judged together", (operation, input, expected) => {
    expect(refusal(operation, input)).toBe(
      `ValidationException: 1 validation error detected: ${expected}`,
    );
  });

  it("lists ten at most", () => {
    const Records = Array.from({ length: 20 }, () => ({ PartitionKey: "k" }));
    expect(refusal("PutRecords", { StreamName: "s", Records })).toMatch(
      /^ValidationException: 10 validation errors detected: (Value null[^;]+(; )?){10}$/,
    );
  });
});

describe("types", () => {
  it.each([
    [{ StreamName: 3 }, "class java.math.BigDecimal can not be converted to an String"],
    [{ StreamName: true }, "class java.lang.Boolean can not be converted to an String"],
    [{ StreamName: [] }, "Start of list found where not expected"],
    [{ StreamName: {} }, "Start of structure or map found where not expected."],
    [{ Records: "x" }, "Expected list or null"],
    [{ Records: {} }, "Start of structure or map found where not expected."],
    [{ Records: ["x"] }, "Expected null"],
    [{ Records: [{ Data: 4 }] }, "class java.math.BigDecimal can not be converted to a Blob"],
    [
      { Records: [{ Data: "=bad" }] },
      "'=bad' can not be converted to a Blob: Invalid Base64 character: '='",
    ],
    [
      { Records: [{ Data: "abcde" }] },
      "'abcde' can not be converted to a Blob: Base64 encoded length is expected a multiple of " +
        "4 bytes but found: 5",
    ],
  ])("%o", (input, message) => {
    expect(refusal("PutRecords", input)).toBe(`SerializationException: ${message}`);
  });
});

describe("what is not there", () => {
  it.each([
    ["Dance", {}, "UnknownOperationException: Dance is not an operation."],
    [
      "PutRecord",
      { StreamName: "s", StreamId: "reserved" },
      "NotImplementedException: StreamId is not implemented by this emulator.",
    ],
  ])("%s says so by name", (operation, input, expected) => {
    expect(refusal(operation, input)).toBe(expected);
  });
});
