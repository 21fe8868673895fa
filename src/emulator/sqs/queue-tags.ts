import { SqsError } from "./errors.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";

export type Tags = Readonly<Record<string, string>>;

/**
 * The tags with further ones, which replace those of the same key. Throws where there would be more
 * than a queue may have, or one is too long (SQS developer guide, "Amazon SQS cost allocation
 * tags"); then nothing was added.
 */
export function withTags(
  tags: Tags,
  added: Tags,
  { queueName, limits }: { readonly queueName: string; readonly limits: SqsLimits },
): Tags {
  for (const [key, value] of Object.entries(added)) {
    checkLength("keys", key.length, [1, limits.tagKeyCharactersMax]);
    checkLength("values", value.length, [0, limits.tagValueCharactersMax]);
  }
  const all = { ...tags, ...added };
  if (Object.keys(all).length > limits.tagsMax) {
    throw invalid(`Too many tags added for queue ${queueName}.`);
  }
  return all;
}

export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  const gone = new Set(keys);
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key)));
}

function checkLength(
  what: string,
  length: number,
  [min, max]: readonly [min: number, max: number],
): void {
  if (length >= min && length <= max) return;
  throw invalid(`Tag ${what} must be between ${min} and ${max} characters in length.`);
}

function invalid(message: string): SqsError {
  return new SqsError("InvalidParameterValueException", message);
}
