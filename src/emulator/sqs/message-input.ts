import { hash } from "node:crypto";

import { invalidParameter, missingParameter, SqsError } from "./errors.ts";
import { optionalInteger, optionalObject, optionalText, requiredText } from "./fields.ts";
import type { JsonObject } from "./fields.ts";
import type { FifoSettings } from "./fifo-settings.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";
import { attributesBytes, attributesMd5, readMessageAttributes } from "./message-attributes.ts";
import type { MessageAttributes } from "./message-attributes.ts";
import type { MessageDraft } from "./message.ts";

const forbiddenCharacters = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Printable ASCII without the space: what ids that clients choose are made of. */
const tokenPattern = /^[!-~]+$/;

/** What the reading of a message depends on. */
export interface DraftRules {
  readonly limits: SqsLimits;
  /** Undefined for a standard queue. */
  readonly fifo: FifoSettings | undefined;
}

/** What SendMessage and an entry of SendMessageBatch have in common. Throws SqsError. */
export function readMessageDraft(input: JsonObject, { limits, fifo }: DraftRules): MessageDraft {
  const body = requiredText(input, "MessageBody");
  if (forbiddenCharacters.test(body)) {
    throw new SqsError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | " +
        "#xE000 to #xFFFD | #x10000 to #x10FFFF",
    );
  }
  const groupId = readToken(input, "MessageGroupId", limits);
  const deduplicationId = readToken(input, "MessageDeduplicationId", limits);
  const delaySeconds = readDelaySeconds(input, limits);
  if (fifo) checkFifoDraft({ groupId, deduplicationId, delaySeconds }, fifo);
  else if (deduplicationId !== undefined) {
    throw notOfThisQueueType("MessageDeduplicationId", deduplicationId);
  }
  const userAttributes = optionalObject(input, "MessageAttributes");
  const attributes = readMessageAttributes(userAttributes, limits);
  return {
    body,
    attributes,
    attributesMd5: attributesMd5(attributes),
    traceHeader: readTraceHeader(input),
    groupId,
    deduplicationId: fifo ? (deduplicationId ?? hash("sha256", body, "hex")) : undefined,
    delaySeconds: fifo ? undefined : delaySeconds,
  };
}

/** Reads an id that a client chose: 1 to 128 letters, digits and punctuation marks of ASCII. */
export function readToken(
  input: JsonObject,
  name: string,
  { tokenCharactersMax: max }: SqsLimits,
): string | undefined {
  const token = optionalText(input, name);
  if (token === undefined || (tokenPattern.test(token) && token.length <= max)) return token;
  throw invalidParameter(
    name,
    token,
    `${name} can only include alphanumeric and punctuation characters. 1 to ${max} in length.`,
  );
}

export function notOfThisQueueType(name: string, value: unknown): SqsError {
  return invalidParameter(
    name,
    value,
    "The request includes a parameter that is not valid for this queue type.",
  );
}

/** Bytes that count against the size limits: body and message attributes, no system attribute. */
export function draftBytes(draft: MessageDraft): number {
  return Buffer.byteLength(draft.body) + attributesBytes(draft.attributes);
}

/** Throws where a message is larger than its queue takes. */
export function checkMessageBytes(bytes: number, bytesMax: number): void {
  if (bytes <= bytesMax) return;
  throw new SqsError(
    "InvalidParameterValueException",
    `One or more parameters are invalid. Reason: Message must be shorter than ${bytesMax} bytes.`,
  );
}

/** MD5OfMessageSystemAttributes: the trace header is the only one that a sender can set. */
export function systemAttributesMd5({
  traceHeader,
}: Pick<MessageDraft, "traceHeader">): string | undefined {
  if (traceHeader === undefined) return undefined;
  const attributes: MessageAttributes = {
    AWSTraceHeader: { DataType: "String", StringValue: traceHeader },
  };
  return attributesMd5(attributes);
}

/** Throws what is wrong with a message for a FIFO queue (SendMessage API reference). */
function checkFifoDraft(
  draft: Pick<MessageDraft, "groupId" | "deduplicationId" | "delaySeconds">,
  { contentBasedDeduplication }: FifoSettings,
): void {
  // A delay of zero is accepted, though the queue's own then holds.
  if (draft.delaySeconds) throw notOfThisQueueType("DelaySeconds", draft.delaySeconds);
  if (draft.groupId === undefined) throw missingParameter("MessageGroupId");
  if (draft.deduplicationId === undefined && !contentBasedDeduplication) {
    throw new SqsError(
      "InvalidParameterValueException",
      "The queue should either have ContentBasedDeduplication enabled or " +
        "MessageDeduplicationId provided explicitly",
    );
  }
}

function readTraceHeader(input: JsonObject): string | undefined {
  const attributes = optionalObject(input, "MessageSystemAttributes");
  if (attributes === undefined) return undefined;
  for (const name of Object.keys(attributes)) {
    if (name !== "AWSTraceHeader") {
      throw invalidParameter("MessageSystemAttributeName", name, "It is not AWSTraceHeader.");
    }
  }
  const header = optionalObject(attributes, "AWSTraceHeader");
  return header && requiredText(header, "StringValue");
}

function readDelaySeconds(input: JsonObject, limits: SqsLimits): number | undefined {
  const delaySeconds = optionalInteger(input, "DelaySeconds");
  if (delaySeconds === undefined) return undefined;
  if (delaySeconds < 0 || delaySeconds > limits.delaySecondsMax) {
    throw invalidParameter(
      "DelaySeconds",
      delaySeconds,
      `DelaySeconds must be >= 0 and <= ${limits.delaySecondsMax}.`,
    );
  }
  return delaySeconds;
}
