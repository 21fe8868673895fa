import { describe, expect, test } from "vitest";
import { sqsLimits } from "../../core/limits/sqs.ts";
import { defaultFifoSettings } from "./fifo-settings.ts";
import { defaultSettings, renderSettings, withAttributes } from "./queue-settings.ts";

const limits = sqsLimits();
const defaults = defaultSettings(limits);
const arn = "arn:aws:sqs:us-east-1:000000000000:dead";

test("a queue without attributes has AWS's defaults", () => {
  expect(renderSettings(defaults)).toEqual({
    DelaySeconds: "0",
    MaximumMessageSize: "1048576",
    MessageRetentionPeriod: "345600",
    ReceiveMessageWaitTimeSeconds: "0",
    VisibilityTimeout: "30",
    SqsManagedSseEnabled: "true",
  });
});

test("a redrive policy is set, normalised and taken away", () => {
  const text = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: "5" });
  const set = withAttributes(defaults, { RedrivePolicy: text }, limits);
  expect(set.redrive).toEqual({ deadLetterTargetArn: arn, maxReceiveCount: 5 });
  expect(renderSettings(set)["RedrivePolicy"]).toBe(
    `{"deadLetterTargetArn":"${arn}","maxReceiveCount":5}`,
  );
  expect(withAttributes(set, { RedrivePolicy: "" }, limits).redrive).toBeUndefined();
});

test.each([
  [{ VisibilityTimeout: "43201" }, "Invalid value for the parameter VisibilityTimeout."],
  [{ VisibilityTimeout: "1.5" }, "Invalid value for the parameter VisibilityTimeout."],
  [{ DelaySeconds: "-1" }, "Invalid value for the parameter DelaySeconds."],
  [{ MessageRetentionPeriod: "59" }, "Invalid value for the parameter MessageRetentionPeriod."],
  [{ MaximumMessageSize: "1048577" }, "Invalid value for the parameter MaximumMessageSize."],
  [{ Colour: "red" }, "Unknown Attribute Colour."],
  [{ FifoQueue: "false" }, "Unknown Attribute FifoQueue."],
  [{ FifoQueue: "true" }, "Unknown Attribute FifoQueue."],
  [{ ContentBasedDeduplication: "true" }, "Unknown Attribute ContentBasedDeduplication."],
  [
    { DeduplicationScope: "queue" },
    "You can specify the DeduplicationScope only when FifoQueue is set to true.",
  ],
  [
    { RedrivePolicy: "no" },
    "Value no for parameter RedrivePolicy is invalid. " +
      "Reason: Redrive policy is not a valid JSON map.",
  ],
  [{ RedrivePolicy: "{}" }, "does not contain mandatory attribute: deadLetterTargetArn."],
  [
    { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn }) },
    "does not contain mandatory attribute: maxReceiveCount.",
  ],
  [
    { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1001 }) },
    "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.",
  ],
])("refuses %j", (attributes, message) => {
  expect(() => withAttributes(defaults, attributes, limits)).toThrow(message);
});

describe("FIFO", () => {
  const fifo = defaultSettings(limits, defaultFifoSettings);

  test("settings have AWS's defaults, and change together", () => {
    expect(renderSettings(fifo)).toMatchObject({
      FifoQueue: "true",
      ContentBasedDeduplication: "false",
      DeduplicationScope: "queue",
      FifoThroughputLimit: "perQueue",
    });
    const high = { DeduplicationScope: "messageGroup", FifoThroughputLimit: "perMessageGroupId" };
    expect(renderSettings(withAttributes(fifo, high, limits))).toMatchObject(high);
  });

  test.each([
    [{ FifoQueue: "false" }, "Reason: Modifying queue type is not supported."],
    [{ DeduplicationScope: "none" }, "Invalid value for the parameter DeduplicationScope."],
    [
      { FifoThroughputLimit: "perMessageGroupId" },
      "Reason: To set FifoThroughputLimit to perMessageGroupId, the DeduplicationScope must be",
    ],
  ])("refuses %j", (attributes, message) => {
    expect(() => withAttributes(fifo, attributes, limits)).toThrow(message);
  });
});

describe("encryption", () => {
  const key = { KmsMasterKeyId: "alias/a" };
  const ofKey = {
    SqsManagedSseEnabled: "false",
    KmsMasterKeyId: "alias/a",
    KmsDataKeyReusePeriodSeconds: "300",
  };

  test.each([
    ["a key ends SQS's own", [key], ofKey],
    [
      "SQS's own ends a key",
      [key, { SqsManagedSseEnabled: "true" }],
      { SqsManagedSseEnabled: "true" },
    ],
    ["no key any more", [key, { KmsMasterKeyId: "" }], { SqsManagedSseEnabled: "false" }],
    ["none at all", [{ SqsManagedSseEnabled: "false" }], { SqsManagedSseEnabled: "false" }],
  ])("%s", (_, changes, expected) => {
    let settings = defaults;
    for (const change of changes) settings = withAttributes(settings, change, limits);
    const rendered = Object.entries(renderSettings(settings)).filter(([name]) => name in ofKey);
    expect(Object.fromEntries(rendered)).toEqual(expected);
  });

  test.each([
    [{ ...key, SqsManagedSseEnabled: "true" }, "one type of server-side encryption"],
    [{ SqsManagedSseEnabled: "yes" }, "Invalid value for the parameter SqsManagedSseEnabled."],
    [
      { KmsDataKeyReusePeriodSeconds: "59" },
      "Invalid value for the parameter KmsDataKeyReusePeriodSeconds.",
    ],
  ])("refuses %j", (attributes, message) => {
    expect(() => withAttributes(defaults, attributes, limits)).toThrow(message);
  });
});

describe("redrive allow policies", () => {
  const byQueue = (count: number) =>
    JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: Array(count).fill(arn) });

  test.each([
    ['{"redrivePermission":"allowAll"}'],
    ['{"redrivePermission":"denyAll"}'],
    [byQueue(10)],
  ])("keeps %s, until it is taken away", (text) => {
    const set = withAttributes(defaults, { RedriveAllowPolicy: text }, limits);
    expect(renderSettings(set)["RedriveAllowPolicy"]).toBe(text);
    expect(withAttributes(set, { RedriveAllowPolicy: "" }, limits)).toEqual(defaults);
  });

  test.each([
    ["no"],
    ["{}"],
    ['{"redrivePermission":"ALL"}'],
    ['{"redrivePermission":"byQueue"}'],
    [`{"redrivePermission":"denyAll","sourceQueueArns":["${arn}"]}`],
    ['{"redrivePermission":"byQueue","sourceQueueArns":["queue"]}'],
    [byQueue(0)],
    [byQueue(11)],
  ])("refuses %s", (RedriveAllowPolicy) => {
    expect(() => withAttributes(defaults, { RedriveAllowPolicy }, limits)).toThrow(
      "can't create the redrive allow policy, as it's in an unsupported format.",
    );
  });
});
