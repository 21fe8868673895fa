import type { Action } from "../action.ts";
import { countDeleted } from "../message-counts.ts";
import { requiredText } from "../fields.ts";

export const deleteMessage: Action = ({ engine }, input) => {
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const call = queue.startCall("delete");
  queue.delete(requiredText(input, "ReceiptHandle"), call);
  countDeleted(engine.meter, queue.name, 1);
  return {};
};
