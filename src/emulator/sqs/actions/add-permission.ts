import type { Action } from "../action.ts";
import { invalidParameter, missingParameter, SqsError } from "../errors.ts";
import { requiredText, textList } from "../fields.ts";
import { withPermission } from "../queue-policy.ts";

/** What an owner may share (SQS developer guide, "Overview of managing access in Amazon SQS"). */
const shareable: ReadonlySet<string> = new Set([
  "*",
  "ChangeMessageVisibility",
  "DeleteMessage",
  "GetQueueAttributes",
  "GetQueueUrl",
  "ListDeadLetterSourceQueues",
  "PurgeQueue",
  "ReceiveMessage",
  "SendMessage",
]);

/** Edits the Policy attribute, which then is kept and answered: nothing is authorized by it. */
export const addPermission: Action = ({ engine }, input) => {
  const { limits } = engine;
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const label = requiredText(input, "Label");
  if (!/^[A-Za-z0-9_-]+$/.test(label) || label.length > limits.permissionLabelCharactersMax) {
    throw invalidParameter(
      "Label",
      label,
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to " +
        `${limits.permissionLabelCharactersMax} in length.`,
    );
  }
  const actions = textList(input, "Actions");
  if (actions.length === 0) throw missingParameter("Actions");
  const accountIds = textList(input, "AWSAccountIds");
  if (accountIds.length === 0 || !accountIds.every((id) => /^\d{12}$/.test(id))) {
    throw invalidParameter("PrincipalId", `[${accountIds.join(", ")}]`, "Unable to verify.");
  }
  if (actions.length > limits.permissionActionsMax) {
    throw new SqsError(
      "OverLimit",
      `${actions.length} Actions were found, maximum allowed is ${limits.permissionActionsMax}.`,
    );
  }
  const owners = actions.find((action) => !shareable.has(action));
  if (owners !== undefined) {
    throw invalidParameter(
      "ActionName",
      `SQS:${owners}`,
      "Only the queue owner is allowed to invoke this action.",
    );
  }
  const permission = { label, accountIds, actions };
  const Policy = withPermission(queue.settings.kept["Policy"], permission, queue.arn);
  engine.setAttributes(queue, { Policy });
  return {};
};
