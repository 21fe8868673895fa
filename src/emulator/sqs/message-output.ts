import { textList, type JsonObject } from "./fields.ts";
import { attributesMd5, selectAttributes } from "./message-attributes.ts";
import { unknownAttribute } from "./queue-settings.ts";
import type { Delivery } from "./delivery.ts";
import { sequenceNumberOf } from "./sequence-number.ts";

/** What a receiver asked to see of each message. */
export interface MessageView {
  readonly systemAttributes: readonly SystemAttribute[];
  readonly messageAttributes: readonly string[];
  readonly senderId: string;
}

type SystemAttribute = keyof typeof systemAttributes;

/** The system attributes of a message, each with how it is read; not every message has all. */
const systemAttributes = {
  ApproximateFirstReceiveTimestamp: ({ message }) => String(message.reception?.firstAtMs ?? 0),
  ApproximateReceiveCount: ({ receiveCount }) => String(receiveCount),
  AWSTraceHeader: ({ message }) => message.extras.traceHeader,
  DeadLetterQueueSourceArn: ({ message }) => message.deadLetterSourceArn,
  MessageDeduplicationId: ({ message }) => message.extras.deduplicationId,
  MessageGroupId: ({ message }) => message.extras.groupId,
  SenderId: (_, view) => view.senderId,
  SentTimestamp: ({ message }) => String(message.sentAtMs),
  SequenceNumber: ({ message }) =>
    message.extras.deduplicationId === undefined ? undefined : sequenceNumberOf(message.sequence),
} satisfies Record<string, (delivery: Delivery, view: MessageView) => string | undefined>;

const allSystemAttributes = Object.keys(systemAttributes) as readonly SystemAttribute[];

export function readMessageView(input: JsonObject, senderId: string): MessageView {
  const names = [
    ...textList(input, "AttributeNames"),
    ...textList(input, "MessageSystemAttributeNames"),
  ];
  return {
    systemAttributes: names.includes("All") ? allSystemAttributes : names.filter(isKnown),
    messageAttributes: textList(input, "MessageAttributeNames"),
    senderId,
  };
}

export function renderDelivery(delivery: Delivery, view: MessageView): JsonObject {
  const { message, receiptHandle } = delivery;
  const { extras } = message;
  const attributes = selectAttributes(extras.attributes, view.messageAttributes);
  const rendered: Record<string, unknown> = {
    MessageId: message.id,
    ReceiptHandle: receiptHandle,
    MD5OfBody: message.bodyMd5,
    Body: message.body,
  };
  if (view.systemAttributes.length > 0) {
    const system: Record<string, string> = {};
    for (const name of view.systemAttributes) {
      const value = systemAttributes[name](delivery, view);
      if (value !== undefined) system[name] = value;
    }
    rendered["Attributes"] = system;
  }
  if (attributes !== undefined) {
    rendered["MessageAttributes"] = attributes;
    rendered["MD5OfMessageAttributes"] =
      attributes === extras.attributes ? extras.attributesMd5 : attributesMd5(attributes);
  }
  return rendered;
}

function isKnown(name: string): name is SystemAttribute {
  if (Object.hasOwn(systemAttributes, name)) return true;
  throw unknownAttribute(name);
}
