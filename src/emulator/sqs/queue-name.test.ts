import { expect, test } from "vitest";

import { sqsLimits } from "../../core/limits/sqs.ts";
import { checkQueueName } from "./queue-name.ts";

const fifo = { FifoQueue: "true" };

test.each([
  ["a", {}, false],
  ["a".repeat(80), {}, false],
  ["a.fifo", fifo, true],
  [`${"a".repeat(75)}.fifo`, fifo, true],
])("takes %s %j", (name, attributes, isFifo) => {
  expect(checkQueueName(name, attributes, sqsLimits()) !== undefined).toBe(isFifo);
});

test.each([
  ["a.fifo", {}, "Can only include alphanumeric characters"],
  ["a".repeat(81), {}, "1 to 80 in length"],
  ["", {}, "Can only include"],
  ["a", fifo, "must end with .fifo suffix"],
  [".fifo", fifo, "The name of a FIFO queue"],
  [`${"a".repeat(76)}.fifo`, fifo, "The name of a FIFO queue"],
])("refuses %s %j", (name, attributes, message) => {
  expect(() => checkQueueName(name, attributes, sqsLimits())).toThrow(message);
});
