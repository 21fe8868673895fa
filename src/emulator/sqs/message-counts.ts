import type { Meter } from "../metrics/meter.ts";

/**
 * What CloudWatch counts of the messages that one call sends (SQS developer guide, "Available
 * CloudWatch metrics").
 *
 * @param bytes of each message, attributes included
 */
export function countSent(meter: Meter, queueName: string, bytes: readonly number[]): void {
  meter.count("NumberOfMessagesSent", queueName, bytes.length);
  for (const size of bytes) meter.observe("SentMessageSize", queueName, size);
}

export function countReceived(meter: Meter, queueName: string, messages: number): void {
  if (messages === 0) meter.count("NumberOfEmptyReceives", queueName, 1);
  else meter.count("NumberOfMessagesReceived", queueName, messages);
}

/** Whether the messages were still there or not, as CloudWatch does. */
export function countDeleted(meter: Meter, queueName: string, messages: number): void {
  if (messages > 0) meter.count("NumberOfMessagesDeleted", queueName, messages);
}
