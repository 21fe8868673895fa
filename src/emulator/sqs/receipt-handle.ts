import { SqsError } from "./errors.ts";

/** What a receipt handle says: which receive, of which message, of which queue. */
export interface Receipt {
  /** Eight hexadecimal digits, another for every queue that is created. */
  readonly queueTag: string;
  readonly sequence: number;
  readonly receiveCount: number;
  /** Of a receive that was delivered twice, the second delivery: 1. */
  readonly copy?: 1;
}

const pattern = /^AQEB([0-9a-f]{8})\+([0-9a-z]{1,10})\+([0-9a-z]{1,10})(?:\+1)?$/;

export function formatReceipt(receipt: Receipt): string {
  const sequence = receipt.sequence.toString(36);
  const copy = receipt.copy === undefined ? "" : "+1";
  return `AQEB${receipt.queueTag}+${sequence}+${receipt.receiveCount.toString(36)}${copy}`;
}

/** Reads a handle of the queue with this tag; throws ReceiptHandleIsInvalid for any other text. */
export function parseReceipt(text: string, queueTag: string): Receipt {
  const [, tag, sequence, receiveCount] = pattern.exec(text) ?? [];
  if (tag !== queueTag || sequence === undefined || receiveCount === undefined) {
    throw new SqsError(
      "ReceiptHandleIsInvalid",
      `The input receipt handle "${text}" is not a valid receipt handle.`,
    );
  }
  return {
    queueTag,
    sequence: parseInt(sequence, 36),
    receiveCount: parseInt(receiveCount, 36),
  };
}
