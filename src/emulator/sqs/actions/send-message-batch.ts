import type { Action } from "../action.ts";
import { BatchOutcome, readEntries } from "../batch.ts";
import { SqsError } from "../errors.ts";
import { requiredText } from "../fields.ts";
import { countSent } from "../message-counts.ts";
import { checkMessageBytes, draftBytes, readMessageDraft } from "../message-input.ts";
import type { MessageDraft } from "../message.ts";
import { renderSent } from "./send-message.ts";

interface AcceptedDraft {
  readonly id: string;
  readonly draft: MessageDraft;
  readonly bytes: number;
}

export const sendMessageBatch: Action = ({ engine }, input) => {
  const { limits } = engine;
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const { numbers, fifo } = queue.settings;
  const call = queue.startCall("send");
  const entries = readEntries(input, { entryType: "SendMessageBatchRequestEntry", limits });
  const outcome = new BatchOutcome();
  const drafts: AcceptedDraft[] = [];
  const at = { operation: "SendMessageBatch", resource: queue.name };
  for (const { id, input } of outcome.spare(entries, engine.faults, at)) {
    const draft = outcome.attempt(id, () => readMessageDraft(input, { limits, fifo }));
    if (draft) drafts.push({ id, draft, bytes: draftBytes(draft) });
  }
  checkBatchBytes(drafts, limits.batchBytesMax);
  const accepted = drafts.filter(({ id, draft, bytes }) =>
    outcome.attempt(id, () => {
      checkMessageBytes(bytes, numbers.MaximumMessageSize);
      call.admit(draft.groupId ?? "");
      return true;
    }),
  );
  countSent(
    engine.meter,
    queue.name,
    accepted.map(({ bytes }) => bytes),
  );
  for (const [i, sent] of queue.send(accepted.map(({ draft }) => draft)).entries()) {
    outcome.succeed({ Id: accepted[i]?.id, ...renderSent(sent) });
  }
  return outcome.toOutput();
};

function checkBatchBytes(drafts: readonly AcceptedDraft[], bytesMax: number): void {
  const bytes = drafts.reduce((total, draft) => total + draft.bytes, 0);
  if (bytes <= bytesMax) return;
  throw new SqsError(
    "BatchRequestTooLong",
    `Batch requests cannot be longer than ${bytesMax} bytes. You have sent ${bytes} bytes.`,
  );
}
