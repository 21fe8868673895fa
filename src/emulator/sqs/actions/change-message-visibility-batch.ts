import type { Action } from "../action.ts";
import { BatchOutcome, readEntries } from "../batch.ts";
import { requiredText } from "../fields.ts";
import { readVisibilitySeconds } from "./change-message-visibility.ts";

export const changeMessageVisibilityBatch: Action = ({ engine }, input) => {
  const { limits } = engine;
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const call = queue.startCall("changeVisibility");
  const outcome = new BatchOutcome();
  const entries = readEntries(input, {
    entryType: "ChangeMessageVisibilityBatchRequestEntry",
    limits,
  });
  const at = { operation: "ChangeMessageVisibilityBatch", resource: queue.name };
  for (const { id, input: entry } of outcome.spare(entries, engine.faults, at)) {
    outcome.attempt(id, () => {
      const receiptHandle = requiredText(entry, "ReceiptHandle");
      queue.changeVisibility(receiptHandle, readVisibilitySeconds(entry, limits), call);
      outcome.succeed({ Id: id });
    });
  }
  return outcome.toOutput();
};
