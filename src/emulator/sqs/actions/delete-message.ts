import type { Action } from "../action.ts";
import { requiredText } from "../fields.ts";

export const deleteMessage: Action = ({ engine }, input) => {
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  queue.delete(requiredText(input, "ReceiptHandle"));
  return {};
};
