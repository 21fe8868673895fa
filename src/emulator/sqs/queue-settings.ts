import type { SqsLimits } from "../../core/limits/sqs.ts";
import {
  defaultEncryption,
  isEncryptionAttribute,
  renderEncryption,
  withEncryptionAttributes,
  type EncryptionSettings,
} from "./encryption-settings.ts";
import { SqsError } from "./errors.ts";
import {
  isFifoAttribute,
  renderFifoSettings,
  withFifoAttributes,
  type FifoSettings,
} from "./fifo-settings.ts";
import type { MessagePolicy } from "./queue-messages.ts";
import { parseRedriveAllowPolicy, type RedriveAllowPolicy } from "./redrive-allow-policy.ts";
import { parseRedrivePolicy, type RedrivePolicy } from "./redrive-policy.ts";

/** The settable attributes of a queue that are whole numbers, in AWS's names and units. */
type NumberAttribute =
  | "DelaySeconds"
  | "MaximumMessageSize"
  | "MessageRetentionPeriod"
  | "ReceiveMessageWaitTimeSeconds"
  | "VisibilityTimeout";

/** Attributes that are kept and answered, and have no effect: nothing is authorized here. */
const keptAttributes: ReadonlySet<string> = new Set(["Policy"]);

export interface QueueSettings {
  readonly numbers: Readonly<Record<NumberAttribute, number>>;
  /** Undefined for a standard queue. */
  readonly fifo: FifoSettings | undefined;
  readonly redrive: RedrivePolicy | undefined;
  readonly redriveAllow: RedriveAllowPolicy | undefined;
  readonly encryption: EncryptionSettings;
  readonly kept: Readonly<Record<string, string>>;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

export function defaultSettings(limits: SqsLimits, fifo?: FifoSettings): QueueSettings {
  return {
    numbers: {
      DelaySeconds: 0,
      MaximumMessageSize: limits.messageBytesMax,
      MessageRetentionPeriod: limits.retentionSecondsDefault,
      ReceiveMessageWaitTimeSeconds: 0,
      VisibilityTimeout: limits.visibilitySecondsDefault,
    },
    fifo,
    redrive: undefined,
    redriveAllow: undefined,
    encryption: defaultEncryption(limits),
    kept: {},
  };
}

/**
 * The settings with the given attributes changed; the empty text takes a policy or a key away.
 * Throws InvalidAttributeName, InvalidAttributeValue, or a redrive policy's own errors, and then
 * changes nothing.
 */
export function withAttributes(
  settings: QueueSettings,
  attributes: Readonly<Record<string, string>>,
  limits: SqsLimits,
): QueueSettings {
  const numbers: Record<NumberAttribute, number> = { ...settings.numbers };
  const kept: Record<string, string> = { ...settings.kept };
  let { redrive, redriveAllow } = settings;
  const bounds = numberBounds(limits);
  for (const [name, value] of Object.entries(attributes)) {
    if (Object.hasOwn(bounds, name)) {
      const attribute = name as NumberAttribute;
      numbers[attribute] = parseNumber(attribute, value, bounds[attribute]);
    } else if (name === "RedrivePolicy") {
      redrive = parseRedrivePolicy(value, limits);
    } else if (name === "RedriveAllowPolicy") {
      redriveAllow = parseRedriveAllowPolicy(value, limits);
    } else if (keptAttributes.has(name)) {
      if (value === "") delete kept[name];
      else kept[name] = value;
    } else if (!isFifoAttribute(name) && !isEncryptionAttribute(name)) {
      throw unknownAttribute(name);
    }
  }
  const fifo = withFifoAttributes(settings.fifo, attributes);
  const encryption = withEncryptionAttributes(settings.encryption, attributes, limits);
  return { numbers, fifo, redrive, redriveAllow, encryption, kept };
}

/** The settable attributes as GetQueueAttributes answers them. */
export function renderSettings(settings: QueueSettings): Record<string, string> {
  const { numbers, fifo, redrive, redriveAllow, encryption, kept } = settings;
  const rendered: Record<string, string> = { ...kept, ...renderEncryption(encryption) };
  for (const [name, value] of Object.entries(numbers)) rendered[name] = String(value);
  if (redrive) rendered["RedrivePolicy"] = JSON.stringify(redrive);
  if (redriveAllow) rendered["RedriveAllowPolicy"] = JSON.stringify(redriveAllow);
  return fifo ? { ...rendered, ...renderFifoSettings(fifo) } : rendered;
}

export function messagePolicyOf({ numbers, redrive, fifo }: QueueSettings): MessagePolicy {
  const maxReceiveCount = redrive?.maxReceiveCount ?? 0;
  return {
    retentionMs: numbers.MessageRetentionPeriod * 1_000,
    // SQS developer guide, "Dead-letter queues": with a maxReceiveCount above 3, a message that was
    // received three times or more goes to the back of the queue; a standard queue, that is.
    backAfterReceives: maxReceiveCount > 3 && !fifo ? 3 : Infinity,
  };
}

export function unknownAttribute(name: string): SqsError {
  return new SqsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
}

function numberBounds(limits: SqsLimits): Readonly<Record<NumberAttribute, Bounds>> {
  return {
    DelaySeconds: { min: 0, max: limits.delaySecondsMax },
    MaximumMessageSize: { min: limits.messageBytesMaxLeast, max: limits.messageBytesMax },
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
