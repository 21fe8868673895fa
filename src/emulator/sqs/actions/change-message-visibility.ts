import type { Action } from "../action.ts";
import { invalidParameter, missingParameter } from "../errors.ts";
import { optionalInteger, requiredText, type JsonObject } from "../fields.ts";
import type { SqsLimits } from "../../../core/limits/sqs.ts";

export const changeMessageVisibility: Action = ({ engine }, input) => {
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const call = queue.startCall("changeVisibility");
  const receiptHandle = requiredText(input, "ReceiptHandle");
  queue.changeVisibility(receiptHandle, readVisibilitySeconds(input, engine.limits), call);
  return {};
};

export function readVisibilitySeconds(input: JsonObject, limits: SqsLimits): number {
  const { visibilitySecondsMax: max } = limits;
  const seconds = optionalInteger(input, "VisibilityTimeout");
  if (seconds === undefined) throw missingParameter("VisibilityTimeout");
  if (seconds < 0 || seconds > max) {
    throw invalidParameter(
      "VisibilityTimeout",
      seconds,
      `VisibilityTimeout must be an integer between 0 and ${max}`,
    );
  }
  return seconds;
}
