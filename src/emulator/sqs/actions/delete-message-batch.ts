import type { Action } from "../action.ts";
import { BatchOutcome, readEntries } from "../batch.ts";
import { countDeleted } from "../message-counts.ts";
import { requiredText } from "../fields.ts";

export const deleteMessageBatch: Action = ({ engine }, input) => {
  const { limits } = engine;
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const call = queue.startCall("delete");
  const outcome = new BatchOutcome();
  const entries = readEntries(input, { entryType: "DeleteMessageBatchRequestEntry", limits });
  const at = { operation: "DeleteMessageBatch", resource: queue.name };
  for (const { id, input: entry } of outcome.spare(entries, engine.faults, at)) {
    outcome.attempt(id, () => {
      queue.delete(requiredText(entry, "ReceiptHandle"), call);
      outcome.succeed({ Id: id });
    });
  }
  countDeleted(engine.meter, queue.name, outcome.succeeded);
  return outcome.toOutput();
};
