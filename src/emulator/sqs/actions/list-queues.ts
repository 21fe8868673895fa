import { queueUrlOf, type Action } from "../action.ts";
import { invalidParameter } from "../errors.ts";
import { optionalInteger, optionalText } from "../fields.ts";

/** NextToken comes only where MaxResults was given (ListQueues API reference). */
export const listQueues: Action = (scope, input) => {
  const { listedQueuesMax } = scope.engine.limits;
  const maxResults = optionalInteger(input, "MaxResults");
  if (maxResults !== undefined && (maxResults < 1 || maxResults > listedQueuesMax)) {
    throw invalidParameter(
      "MaxResults",
      maxResults,
      `MaxResults must be an integer between 1 and ${listedQueuesMax}`,
    );
  }
  const token = optionalText(input, "NextToken") ?? "";
  const names = scope.engine.list(
    optionalText(input, "QueueNamePrefix") ?? "",
    Buffer.from(token, "base64").toString(),
  );
  const page = names.slice(0, maxResults ?? listedQueuesMax);
  const last = page.at(-1);
  const isMore = maxResults !== undefined && page.length < names.length && last !== undefined;
  return {
    ...(page.length > 0 && { QueueUrls: page.map((name) => queueUrlOf(scope, name)) }),
    ...(isMore && { NextToken: Buffer.from(last).toString("base64") }),
  };
};
