import { queueUrlOf, type Action } from "../action.ts";
import { optionalText } from "../fields.ts";
import { pageOf, readPageRequest } from "../page.ts";

/** NextToken comes only where MaxResults was given (ListQueues API reference). */
export const listQueues: Action = (scope, input) => {
  const { engine } = scope;
  const request = readPageRequest(input, engine.limits.listedQueuesMax);
  const prefix = optionalText(input, "QueueNamePrefix") ?? "";
  const { names, token } = pageOf(engine.list(prefix, request.after), request);
  return {
    ...(names.length > 0 && { QueueUrls: names.map((name) => queueUrlOf(scope, name)) }),
    ...token,
  };
};
