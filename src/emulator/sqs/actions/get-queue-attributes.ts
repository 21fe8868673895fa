import type { Action } from "../action.ts";
import { requiredText, textList } from "../fields.ts";
import { renderSettings, unknownAttribute } from "../queue-settings.ts";
import type { Queue } from "../queue.ts";

/** Attributes that a queue has or may have; one that is not set is left out. */
const known: ReadonlySet<string> = new Set([
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesDelayed",
  "ApproximateNumberOfMessagesNotVisible",
  "ContentBasedDeduplication",
  "CreatedTimestamp",
  "DeduplicationScope",
  "DelaySeconds",
  "FifoQueue",
  "FifoThroughputLimit",
  "KmsDataKeyReusePeriodSeconds",
  "KmsMasterKeyId",
  "LastModifiedTimestamp",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "Policy",
  "QueueArn",
  "ReceiveMessageWaitTimeSeconds",
  "RedriveAllowPolicy",
  "RedrivePolicy",
  "SqsManagedSseEnabled",
  "VisibilityTimeout",
]);

export const getQueueAttributes: Action = ({ engine }, input) => {
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const names = textList(input, "AttributeNames");
  if (names.length === 0) return {};
  const all = renderAll(queue);
  if (names.includes("All")) return { Attributes: all };
  const wanted: Record<string, string> = {};
  for (const name of names) {
    if (!known.has(name)) throw unknownAttribute(name);
    const value = all[name];
    if (value !== undefined) wanted[name] = value;
  }
  return Object.keys(wanted).length > 0 ? { Attributes: wanted } : {};
};

function renderAll(queue: Queue): Readonly<Record<string, string>> {
  const { ready, delayed, inFlight } = queue.counts();
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(ready),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    CreatedTimestamp: String(Math.floor(queue.state.createdAtMs / 1_000)),
    LastModifiedTimestamp: String(Math.floor(queue.state.modifiedAtMs / 1_000)),
    ...renderSettings(queue.settings),
  };
}
