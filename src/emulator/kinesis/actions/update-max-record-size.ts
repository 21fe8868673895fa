import { maxRecordSizeRule, streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  StreamARN: streamMembers.StreamARN,
  StreamId: streamMembers.StreamId,
  MaxRecordSizeInKiB: { ...maxRecordSizeRule, required: true },
} as const;

/** Records that are already there stay, whatever their size. */
export const updateMaxRecordSize = action(rules, (account, input) => {
  const stream = account.findActive(input);
  stream.settings.maxRecordSizeKiB = input.MaxRecordSizeInKiB;
  stream.beginUpdate(account.nowMs());
  return undefined;
});
