import { textList, type JsonObject } from "./fields.ts";
import { attributesMd5, selectAttributes } from "./message-attributes.ts";
import { unknownAttribute } from "./queue-settings.ts";
import type { Delivery } from "./queue.ts";

/** What a receiver asked to see of each message. */
export interface MessageView {
  readonly systemAttributes: readonly SystemAttribute[];
  readonly messageAttributes: readonly string[];
  readonly senderId: string;
}

type SystemAttribute = keyof typeof systemAttributes;

/**
 * The system attributes of a message of a standard queue, each with how it is read.
 * A further one is one more line; those of FIFO queues are known and not there.
 */
const systemAttributes = {
  ApproximateFirstReceiveTimestamp: ({ message }) => String(message.firstReceivedAtMs),
  ApproximateReceiveCount: ({ receiveCount }) => String(receiveCount),
  AWSTraceHeader: ({ message }) => message.traceHeader,
  DeadLetterQueueSourceArn: ({ message }) => message.deadLetterSourceArn,
  SenderId: (_, view) => view.senderId,
  SentTimestamp: ({ message }) => String(message.sentAtMs),
} satisfies Record<string, (delivery: Delivery, view: MessageView) => string | undefined>;

const allSystemAttributes = Object.keys(systemAttributes) as readonly SystemAttribute[];

const fifoAttributes: ReadonlySet<string> = new Set([
  "MessageDeduplicationId",
  "MessageGroupId",
  "SequenceNumber",
]);

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
  const attributes = selectAttributes(message.attributes, view.messageAttributes);
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
      attributes === message.attributes ? message.attributesMd5 : attributesMd5(attributes);
  }
  return rendered;
}

function isKnown(name: string): name is SystemAttribute {
  if (Object.hasOwn(systemAttributes, name)) return true;
  if (fifoAttributes.has(name)) return false;
  throw unknownAttribute(name);
}
