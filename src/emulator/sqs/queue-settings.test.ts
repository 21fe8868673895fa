import { expect, test } from "vitest";
import { sqsLimits } from "../../core/limits/sqs.ts";
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
  [{ FifoQueue: "true" }, "A FIFO queue is not implemented by this emulator."],
  [{ RedriveAllowPolicy: "{}" }, "RedriveAllowPolicy is not implemented by this emulator."],
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
