import { consumerNotFound, findConsumer } from "../fan-out/consumer-reference.ts";
import { consumerMembers } from "../validation/common.ts";
import { action } from "./action.ts";

export const deregisterStreamConsumer = action(consumerMembers, (account, input) => {
  const { stream, consumer } = findConsumer(account, input);
  consumer.delete(account.nowMs(), consumerNotFound(account, stream, consumer.name));
  return undefined;
});
