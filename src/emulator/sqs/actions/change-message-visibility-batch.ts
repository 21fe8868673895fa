import type { Action } from "../action.ts";
import { BatchOutcome, readEntries } from "../batch.ts";
import { requiredText } from "../fields.ts";
import { readVisibilitySeconds } from "./change-message-visibility.ts";

export const changeMessageVisibilityBatch: Action = ({ engine }, input) => {
  const { limits } = engine;
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const outcome = new BatchOutcome();
  for (const { id, input: entry } of readEntries(input, {
    entryType: "ChangeMessageVisibilityBatchRequestEntry",
    limits,
  })) {
    outcome.attempt(id, () => {
      const receiptHandle = requiredText(entry, "ReceiptHandle");
      queue.changeVisibility(receiptHandle, readVisibilitySeconds(entry, limits));
      outcome.succeed({ Id: id });
    });
  }
  return outcome.toOutput();
};
