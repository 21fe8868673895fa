import type { StringRule } from "./rules.ts";

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
} as const;

/** What the API has on its data plane and the emulator does not. */
export const dataPlaneMembers = {
  ...streamMembers,
  DryRun: { type: "Unsupported" },
} as const;

export const partitionKeyRule = {
  type: "String",
  required: true,
  minLength: 1,
  maxLength: 256,
} as const satisfies StringRule;

export const explicitHashKeyRule = {
  type: "String",
  pattern: "0|([1-9]\\d{0,38})",
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
