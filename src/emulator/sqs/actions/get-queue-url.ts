import { queueUrlOf, type Action } from "../action.ts";
import { queueDoesNotExist } from "../errors.ts";
import { optionalText, queueNameOf } from "../fields.ts";

/** There is one account: a queue of another owner does not exist. */
export const getQueueUrl: Action = (scope, input) => {
  const queue = scope.engine.get(queueNameOf(input));
  const owner = optionalText(input, "QueueOwnerAWSAccountId");
  if (owner && owner !== scope.engine.accountId) throw queueDoesNotExist();
  return { QueueUrl: queueUrlOf(scope, queue.name) };
};
