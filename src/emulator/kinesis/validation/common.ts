import type { IntegerRule, StringRule } from "./rules.ts";

/** Rules that many actions share. */
export const nameRule = {
  type: "String",
  pattern: "[a-zA-Z0-9_.-]+",
  minLength: 1,
  maxLength: 128,
} as const satisfies StringRule;

export const requiredNameRule = { ...nameRule, required: true } as const satisfies StringRule;

export const streamMembers = {
  StreamName: nameRule,
  StreamARN: {
    type: "String",
    pattern: "arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+",
    minLength: 1,
    maxLength: 2048,
  },
  // The API reference has it as "Not Implemented. Reserved for future use."
  StreamId: { type: "Unsupported" },
} as const;

export const streamArnRule = streamMembers.StreamARN;

export const consumerArnRule = {
  type: "String",
  pattern:
    "^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+" +
    "\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+",
  minLength: 1,
  maxLength: 2048,
} as const satisfies StringRule;

/** What names a consumer. */
export const consumerMembers = {
  StreamARN: streamMembers.StreamARN,
  StreamId: streamMembers.StreamId,
  ConsumerName: nameRule,
  ConsumerARN: consumerArnRule,
} as const;

export const dataPlaneMembers = {
  ...streamMembers,
  DryRun: { type: "Boolean" },
} as const;

/** What names a stream or a consumer by its ARN. */
export const resourceMembers = {
  ResourceARN: {
    type: "String",
    required: true,
    pattern: "arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+",
    minLength: 1,
    maxLength: 2048,
  },
  StreamId: streamMembers.StreamId,
} as const;

export const maxRecordSizeRule = {
  type: "Integer",
  min: "maxRecordSizeKiBMin",
  max: "maxRecordSizeKiBMax",
} as const satisfies IntegerRule;

/** Required unless the stream spreads its records by itself: `checkPartitionKey` sees to it. */
export const partitionKeyRule = {
  type: "String",
  minLength: 1,
  maxLength: 256,
} as const satisfies StringRule;

export const explicitHashKeyRule = {
  type: "String",
  pattern: "0|([1-9]\\d{0,38})",
} as const satisfies StringRule;

export const streamModeRule = {
  type: "String",
  required: true,
  values: ["PROVISIONED", "ON_DEMAND"],
} as const satisfies StringRule;

export const distributionRule = {
  type: "String",
  values: ["AUTO", "USER_PARTITION_KEY"],
} as const satisfies StringRule;

export const sequenceNumberRule = {
  type: "String",
  pattern: "0|([1-9]\\d{0,128})",
} as const satisfies StringRule;

export const nextTokenRule = {
  type: "String",
  minLength: 1,
  maxLength: 1_048_576,
} as const satisfies StringRule;
