import { streamNotFound } from "../account.ts";
import { KinesisError } from "../errors.ts";
import { streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = { ...streamMembers, EnforceConsumerDeletion: { type: "Boolean" } } as const;

/** A stream with consumers is deleted only where EnforceConsumerDeletion says so. */
export const deleteStream = action(rules, (account, input) => {
  const stream = account.find(input);
  const nowMs = account.nowMs();
  const { accountId } = account;
  if (!input.EnforceConsumerDeletion && stream.consumers.list(nowMs).length > 0) {
    throw new KinesisError(
      "ResourceInUseException",
      `Stream ${stream.name} under account ${accountId} has registered consumers: deregister ` +
        "them, or set EnforceConsumerDeletion.",
    );
  }
  if (account.channels.of(stream, nowMs).length > 0) {
    throw new KinesisError(
      "ResourceInUseException",
      `Stream ${stream.name} under account ${accountId} has active channels: delete them first.`,
    );
  }
  stream.delete(nowMs);
  stream.consumers.deleteAll(nowMs, streamNotFound(stream.name, accountId));
  return undefined;
});
