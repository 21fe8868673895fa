import type { Action } from "../action.ts";
import { countSent } from "../message-counts.ts";
import { requiredText, type JsonObject } from "../fields.ts";
import {
  checkMessageBytes,
  draftBytes,
  readMessageDraft,
  systemAttributesMd5,
} from "../message-input.ts";
import type { Sent } from "../delivery.ts";
import { sequenceNumberOf } from "../sequence-number.ts";

export const sendMessage: Action = ({ engine }, input) => {
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const { numbers, fifo } = queue.settings;
  const call = queue.startCall("send");
  const draft = readMessageDraft(input, { limits: engine.limits, fifo });
  const bytes = draftBytes(draft);
  checkMessageBytes(bytes, numbers.MaximumMessageSize);
  call.admit(draft.groupId ?? "");
  countSent(engine.meter, queue.name, [bytes]);
  const [sent] = queue.send([draft]);
  return renderSent(sent as Sent);
};

/** What the sender of a message is told; SendMessageBatch adds the entry's id. */
export function renderSent({ id, bodyMd5, sequence, extras }: Sent): JsonObject {
  const { attributesMd5, deduplicationId } = extras;
  const systemMd5 = systemAttributesMd5(extras);
  return {
    MessageId: id,
    MD5OfMessageBody: bodyMd5,
    ...(attributesMd5 !== undefined && { MD5OfMessageAttributes: attributesMd5 }),
    ...(systemMd5 !== undefined && { MD5OfMessageSystemAttributes: systemMd5 }),
    ...(deduplicationId !== undefined && { SequenceNumber: sequenceNumberOf(sequence) }),
  };
}
