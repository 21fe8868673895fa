import type { Action } from "../action.ts";
import { requiredText, type JsonObject } from "../fields.ts";
import {
  checkMessageBytes,
  draftBytes,
  readMessageDraft,
  systemAttributesMd5,
} from "../message-input.ts";
import type { Message } from "../message.ts";

export const sendMessage: Action = ({ engine }, input) => {
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const draft = readMessageDraft(input, engine.limits);
  checkMessageBytes(draftBytes(draft), queue.settings.numbers.MaximumMessageSize);
  const [message] = queue.send([draft]);
  return renderSent(message as Message);
};

/** What the sender of a message is told; SendMessageBatch adds the entry's id. */
export function renderSent(message: Message): JsonObject {
  const systemMd5 = systemAttributesMd5(message);
  return {
    MessageId: message.id,
    MD5OfMessageBody: message.bodyMd5,
    ...(message.attributesMd5 !== undefined && { MD5OfMessageAttributes: message.attributesMd5 }),
    ...(systemMd5 !== undefined && { MD5OfMessageSystemAttributes: systemMd5 }),
  };
}
