import { streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = { ...streamMembers, EnforceConsumerDeletion: { type: "Boolean" } } as const;

export const deleteStream = action(rules, (account, input) => {
  account.find(input).delete(account.nowMs());
  return undefined;
});
