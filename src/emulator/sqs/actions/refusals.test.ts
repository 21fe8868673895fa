import { expect, test } from "vitest";

import { QueueUrl, queueArn, sqsWire } from "../../../../test/support/sqs-wire.ts";
import { formatTaskHandle } from "../message-move-task.ts";

const permission = (changed: object) => ({
  QueueUrl,
  Label: "l",
  AWSAccountIds: ["111111111111"],
  Actions: ["SendMessage"],
  ...changed,
});

test.each<readonly [operation: string, input: unknown, shape: string, text: string]>([
  ["TagQueue", { QueueUrl }, "MissingRequiredParameterException", "the parameter Tags."],
  ["UntagQueue", { QueueUrl }, "InvalidParameterValueException", "Tag keys must be between 1 and"],
  ["ListQueueTags", {}, "MissingRequiredParameterException", "QueueUrl."],
  ["AddPermission", { QueueUrl }, "MissingRequiredParameterException", "Label."],
  ["AddPermission", permission({ Label: "a b" }), "InvalidParameterValueException", "1 to 80"],
  ["AddPermission", permission({ Actions: [] }), "MissingRequiredParameterException", "Actions."],
  [
    "AddPermission",
    permission({ AWSAccountIds: [] }),
    "InvalidParameterValueException",
    "Value [] for parameter PrincipalId is invalid. Reason: Unable to verify.",
  ],
  [
    "AddPermission",
    permission({ Actions: Array.from("abcdefgh") }),
    "OverLimit",
    "8 Actions were found, maximum allowed is 7.",
  ],
  [
    "AddPermission",
    permission({ Actions: ["SendMessage", "CreateQueue"] }),
    "InvalidParameterValueException",
    "Value SQS:CreateQueue for parameter ActionName is invalid. " +
      "Reason: Only the queue owner is allowed to invoke this action.",
  ],
  [
    "RemovePermission",
    { QueueUrl, Label: "l" },
    "InvalidParameterValueException",
    "Value l for parameter Label is invalid. Reason: can't find label.",
  ],
  ["ListDeadLetterSourceQueues", {}, "MissingRequiredParameterException", "QueueUrl."],
  ["StartMessageMoveTask", {}, "MissingRequiredParameterException", "SourceArn."],
  ["StartMessageMoveTask", { SourceArn: "x" }, "ResourceNotFoundException", "SourceArn parameter"],
  [
    "StartMessageMoveTask",
    { SourceArn: queueArn },
    "InvalidParameterValueException",
    "Source queue must be configured as a Dead Letter Queue.",
  ],
  [
    "StartMessageMoveTask",
    { SourceArn: queueArn, MaxNumberOfMessagesPerSecond: 501 },
    "InvalidParameterValueException",
    "You must enter a number that's between 1 and 500.",
  ],
  ["CancelMessageMoveTask", {}, "MissingRequiredParameterException", "TaskHandle."],
  ["CancelMessageMoveTask", { TaskHandle: "x" }, "InvalidParameterValueException", "TaskHandle is"],
  [
    "CancelMessageMoveTask",
    { TaskHandle: formatTaskHandle({ id: "i", sourceArn: `${queueArn}x` }) },
    "ResourceNotFoundException",
    "The resource that you specified for the SourceArn parameter doesn't exist.",
  ],
  [
    "CancelMessageMoveTask",
    { TaskHandle: formatTaskHandle({ id: "i", sourceArn: queueArn }) },
    "ResourceNotFoundException",
    "Task does not exist.",
  ],
  ["ListMessageMoveTasks", { SourceArn: `${queueArn}x` }, "ResourceNotFoundException", "SourceArn"],
  [
    "ListMessageMoveTasks",
    { SourceArn: queueArn, MaxResults: 11 },
    "InvalidParameterValueException",
    "Value 11 for parameter MaxResults is invalid.",
  ],
])("%s refuses case %#", (...[operation, input, shape, text]) => {
  const answer = sqsWire().call(operation, input);
  expect(answer.__type.split("#")[1]).toBe(shape);
  expect(answer.message).toContain(text);
  expect(answer.status).toBeGreaterThanOrEqual(400);
});
