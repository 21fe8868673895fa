import { SqsError } from "./errors.ts";

/** The attributes that only a FIFO queue has. */
export interface FifoSettings {
  readonly contentBasedDeduplication: boolean;
  readonly deduplicationScope: "queue" | "messageGroup";
  readonly throughputLimit: "perQueue" | "perMessageGroupId";
}

export const defaultFifoSettings: FifoSettings = {
  contentBasedDeduplication: false,
  deduplicationScope: "queue",
  throughputLimit: "perQueue",
};

const fifoAttributes = {
  FifoQueue: ["true"],
  ContentBasedDeduplication: ["true", "false"],
  DeduplicationScope: ["queue", "messageGroup"],
  FifoThroughputLimit: ["perQueue", "perMessageGroupId"],
} as const;

export function isFifoAttribute(name: string): name is keyof typeof fifoAttributes {
  return Object.hasOwn(fifoAttributes, name);
}

/**
 * The FIFO settings with those of the given attributes that are of FIFO queues; undefined for a
 * standard queue. Throws InvalidAttributeName where a standard queue is given one, and
 * InvalidAttributeValue.
 */
export function withFifoAttributes(
  settings: FifoSettings | undefined,
  attributes: Readonly<Record<string, string>>,
): FifoSettings | undefined {
  for (const [name, value] of Object.entries(attributes)) {
    if (!isFifoAttribute(name)) continue;
    if (!settings) throw notOfStandardQueues(name);
    if (!(fifoAttributes[name] as readonly string[]).includes(value)) {
      throw name === "FifoQueue"
        ? invalid(name, " Reason: Modifying queue type is not supported.")
        : invalid(name);
    }
  }
  if (!settings) return undefined;
  const changed = {
    contentBasedDeduplication:
      (attributes["ContentBasedDeduplication"] ?? String(settings.contentBasedDeduplication)) ===
      "true",
    deduplicationScope: attributes["DeduplicationScope"] ?? settings.deduplicationScope,
    throughputLimit: attributes["FifoThroughputLimit"] ?? settings.throughputLimit,
  } as FifoSettings;
  if (
    changed.throughputLimit === "perMessageGroupId" &&
    changed.deduplicationScope !== "messageGroup"
  ) {
    throw invalid(
      "FifoThroughputLimit",
      " Reason: To set FifoThroughputLimit to perMessageGroupId, the DeduplicationScope must be " +
        "messageGroup.",
    );
  }
  return changed;
}

export function renderFifoSettings(settings: FifoSettings): Record<string, string> {
  return {
    FifoQueue: "true",
    ContentBasedDeduplication: String(settings.contentBasedDeduplication),
    DeduplicationScope: settings.deduplicationScope,
    FifoThroughputLimit: settings.throughputLimit,
  };
}

function notOfStandardQueues(name: string): SqsError {
  return new SqsError(
    "InvalidAttributeName",
    name === "DeduplicationScope" || name === "FifoThroughputLimit"
      ? `You can specify the ${name} only when FifoQueue is set to true.`
      : `Unknown Attribute ${name}.`,
  );
}

function invalid(name: string, reason = ""): SqsError {
  return new SqsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.${reason}`);
}
