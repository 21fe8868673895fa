import { queueUrlOf, type Action } from "../action.ts";
import { notImplemented } from "../errors.ts";
import { requiredText, textMap } from "../fields.ts";

export const createQueue: Action = (scope, input) => {
  const name = requiredText(input, "QueueName");
  if (Object.keys(textMap(input, "tags")).length > 0) throw notImplemented("Tagging a queue");
  const queue = scope.engine.create(name, textMap(input, "Attributes"));
  return { QueueUrl: queueUrlOf(scope, queue.name) };
};
