import { invalidParameter, SqsError, visibilityTooLong } from "./errors.ts";
import type { Message } from "./message.ts";
import type { QueueMessages } from "./queue-messages.ts";
import { parseReceipt } from "./receipt-handle.ts";

/** The message that a handle of its latest receive names; throws where there is none. */
export function latestReceived(
  messages: QueueMessages,
  receiptHandle: string,
  queueTag: string,
): Message {
  const receipt = parseReceipt(receiptHandle, queueTag);
  const message = messages.get(receipt.sequence);
  if (message?.receiveCount === receipt.receiveCount) return message;
  throw invalidParameter(
    "ReceiptHandle",
    receiptHandle,
    "Message does not exist or is not available for visibility timeout change.",
  );
}

/**
 * The end of a visibility timeout that begins anew, in epoch milliseconds. Throws
 * MessageNotInflight where the message has none, and where it would be invisible for too long
 * since its receive.
 */
export function newVisibilityEnd(
  message: Message,
  visibilitySeconds: number,
  { nowMs, secondsMax }: { readonly nowMs: number; readonly secondsMax: number },
): number {
  if (message.state !== "inFlight") {
    throw new SqsError("MessageNotInflight", "The message referred to isn't in flight.");
  }
  const visibleAtMs = nowMs + visibilitySeconds * 1_000;
  if (visibleAtMs > (message.reception?.lastAtMs ?? 0) + secondsMax * 1_000) {
    throw visibilityTooLong(visibilitySeconds, secondsMax);
  }
  return visibleAtMs;
}
