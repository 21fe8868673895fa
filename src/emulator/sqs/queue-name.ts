import type { SqsLimits } from "../../core/limits/sqs.ts";
import { SqsError } from "./errors.ts";
import { defaultFifoSettings, type FifoSettings } from "./fifo-settings.ts";

/**
 * Checks the name of a queue to create, and answers its first FIFO settings; undefined for a
 * standard queue. The suffix and the attribute FifoQueue go together (CreateQueue API reference).
 */
export function checkQueueName(
  name: string,
  attributes: Readonly<Record<string, string>>,
  { queueNameCharactersMax: max }: SqsLimits,
): FifoSettings | undefined {
  const isFifo = attributes["FifoQueue"] === "true";
  const stem = isFifo && name.endsWith(".fifo") ? name.slice(0, -".fifo".length) : name;
  const isWellFormed = /^[A-Za-z0-9_-]+$/.test(stem) && name.length <= max;
  if (!isWellFormed || (isFifo && stem === name)) {
    throw new SqsError(
      "InvalidParameterValueException",
      isFifo
        ? "The name of a FIFO queue can only include alphanumeric characters, hyphens, or " +
            `underscores, must end with .fifo suffix and be 1 to ${max} in length.`
        : "Can only include alphanumeric characters, hyphens, or underscores. " +
            `1 to ${max} in length`,
    );
  }
  return isFifo ? defaultFifoSettings : undefined;
}
