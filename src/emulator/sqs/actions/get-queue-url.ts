import { queueUrlOf, type Action } from "../action.ts";
import { queueDoesNotExist } from "../errors.ts";
import { optionalText, requiredText } from "../fields.ts";

export const getQueueUrl: Action = (scope, input) => {
  const queue = scope.engine.get(requiredText(input, "QueueName"));
  const owner = optionalText(input, "QueueOwnerAWSAccountId");
  if (owner !== undefined && owner !== scope.engine.accountId) throw queueDoesNotExist();
  return { QueueUrl: queueUrlOf(scope, queue.name) };
};
