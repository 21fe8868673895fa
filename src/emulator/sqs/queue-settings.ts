import { notImplemented, SqsError } from "./errors.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";
import { parseRedrivePolicy, type RedrivePolicy } from "./redrive-policy.ts";

/** The settable attributes of a queue that are whole numbers, in AWS's names and units. */
type NumberAttribute =
  | "DelaySeconds"
  | "MaximumMessageSize"
  | "MessageRetentionPeriod"
  | "ReceiveMessageWaitTimeSeconds"
  | "VisibilityTimeout";

/**
 * Attributes that are kept and answered, and have no effect: a local emulator has no authorization
 * and encrypts nothing.
 */
const keptAttributes: ReadonlySet<string> = new Set([
  "Policy",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "SqsManagedSseEnabled",
]);

export interface QueueSettings {
  readonly numbers: Readonly<Record<NumberAttribute, number>>;
  readonly redrive: RedrivePolicy | undefined;
  readonly kept: Readonly<Record<string, string>>;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

export function defaultSettings(limits: SqsLimits): QueueSettings {
  return {
    numbers: {
      DelaySeconds: 0,
      MaximumMessageSize: limits.messageBytesMax,
      MessageRetentionPeriod: limits.retentionSecondsDefault,
      ReceiveMessageWaitTimeSeconds: 0,
      VisibilityTimeout: limits.visibilitySecondsDefault,
    },
    redrive: undefined,
    kept: { SqsManagedSseEnabled: "true" },
  };
}

/**
 * The settings with the given attributes changed. Throws InvalidAttributeName,
 * InvalidAttributeValue, or a redrive policy's own errors, and then changes nothing.
 */
export function withAttributes(
  settings: QueueSettings,
  attributes: Readonly<Record<string, string>>,
  limits: SqsLimits,
): QueueSettings {
  const numbers: Record<NumberAttribute, number> = { ...settings.numbers };
  const kept: Record<string, string> = { ...settings.kept };
  let redrive = settings.redrive;
  const bounds = numberBounds(limits);
  for (const [name, value] of Object.entries(attributes)) {
    if (Object.hasOwn(bounds, name)) {
      const attribute = name as NumberAttribute;
      numbers[attribute] = parseNumber(attribute, value, bounds[attribute]);
    } else if (name === "RedrivePolicy") {
      redrive = parseRedrivePolicy(value, limits);
    } else if (keptAttributes.has(name)) {
      if (value === "") delete kept[name];
      else kept[name] = value;
    } else if (name === "RedriveAllowPolicy" || (name === "FifoQueue" && value === "true")) {
      throw notImplemented(name === "FifoQueue" ? "A FIFO queue" : name);
    } else {
      throw unknownAttribute(name);
    }
  }
  return { numbers, redrive, kept };
}

/** The settable attributes as GetQueueAttributes answers them. */
export function renderSettings(settings: QueueSettings): Record<string, string> {
  const rendered: Record<string, string> = { ...settings.kept };
  for (const [name, value] of Object.entries(settings.numbers)) rendered[name] = String(value);
  if (settings.redrive) rendered["RedrivePolicy"] = JSON.stringify(settings.redrive);
  return rendered;
}

export function unknownAttribute(name: string): SqsError {
  return new SqsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
}

function numberBounds(limits: SqsLimits): Readonly<Record<NumberAttribute, Bounds>> {
  return {
    DelaySeconds: { min: 0, max: limits.delaySecondsMax },
    MaximumMessageSize: { min: 1_024, max: limits.messageBytesMax },
    MessageRetentionPeriod: { min: limits.retentionSecondsMin, max: limits.retentionSecondsMax },
    ReceiveMessageWaitTimeSeconds: { min: 0, max: limits.waitSecondsMax },
    VisibilityTimeout: { min: 0, max: limits.visibilitySecondsMax },
  };
}

function parseNumber(name: NumberAttribute, text: string, { min, max }: Bounds): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new SqsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
  }
  return value;
}
