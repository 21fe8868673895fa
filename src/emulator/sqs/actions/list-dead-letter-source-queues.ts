import { queueUrlOf, type Action } from "../action.ts";
import { requiredText } from "../fields.ts";
import { pageOf, readPageRequest } from "../page.ts";

/** `queueUrls` begins with a small letter, alone among SQS's members, and is there when empty. */
export const listDeadLetterSourceQueues: Action = (scope, input) => {
  const { engine } = scope;
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const request = readPageRequest(input, engine.limits.listedQueuesMax);
  const sources = engine.deadLetterSourcesOf(queue.arn).filter((name) => name > request.after);
  const { names, token } = pageOf(sources, request);
  return { queueUrls: names.map((name) => queueUrlOf(scope, name)), ...token };
};
