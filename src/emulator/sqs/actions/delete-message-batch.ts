import type { Action } from "../action.ts";
import { BatchOutcome, readEntries } from "../batch.ts";
import { requiredText } from "../fields.ts";

export const deleteMessageBatch: Action = ({ engine }, input) => {
  const { limits } = engine;
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const outcome = new BatchOutcome();
  for (const { id, input: entry } of readEntries(input, {
    entryType: "DeleteMessageBatchRequestEntry",
    limits,
  })) {
    outcome.attempt(id, () => {
      queue.delete(requiredText(entry, "ReceiptHandle"));
      outcome.succeed({ Id: id });
    });
  }
  return outcome.toOutput();
};
