import { readPageToken, writePageToken } from "../page-token.ts";
import { nameRule, nextTokenRule } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  Limit: { type: "Integer", min: 1, max: 10_000 },
  ExclusiveStartStreamName: nameRule,
  NextToken: nextTokenRule,
} as const;

const kind = "streams";

export const listStreams = action(rules, (account, input) => {
  const [tokenAfter] =
    input.NextToken === undefined ? [] : readPageToken(account, kind, input.NextToken);
  const after = tokenAfter ?? input.ExclusiveStartStreamName ?? "";
  const limit = Math.min(input.Limit ?? Infinity, account.limits.listStreamsMax);
  const names = account.names().filter((name) => name > after);
  const page = names.slice(0, limit);
  const last = page.at(-1);
  const more = names.length > page.length && last !== undefined;
  return {
    StreamNames: page,
    HasMoreStreams: more,
    NextToken: more ? writePageToken(account, kind, [last]) : undefined,
    StreamSummaries: page.flatMap((name) => {
      const stream = account.lookUp(name);
      if (!stream) return [];
      return {
        StreamName: name,
        StreamARN: stream.arn,
        StreamStatus: stream.status(account.nowMs()),
        StreamModeDetails: { StreamMode: stream.settings.mode },
        StreamCreationTimestamp: new Date(stream.createdMs),
      };
    }),
  };
});
