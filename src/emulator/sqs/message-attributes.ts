import { hash } from "node:crypto";

import { invalidParameter, SqsError } from "./errors.ts";
import { objectOf, optionalText, type JsonObject } from "./fields.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";

/** As on the wire: a binary value is base64. */
interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const namePattern = /^(?!\.)(?!.*\.\.)(?!.*\.$)[A-Za-z0-9_.-]+$/;
const reservedPattern = /^(?:aws|amazon)\./i;
const typePattern = /^(?:String|Number|Binary)(?:\..+)?$/;
const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Checks the attributes of a message; undefined where there are none. */
export function readMessageAttributes(
  input: JsonObject | undefined,
  limits: SqsLimits,
): MessageAttributes | undefined {
  if (input === undefined) return undefined;
  const names = Object.keys(input);
  if (names.length === 0) return undefined;
  if (names.length > limits.messageAttributesMax) {
    throw invalid(
      `Number of message attributes [${names.length}] exceeds the allowed maximum ` +
        `[${limits.messageAttributesMax}].`,
    );
  }
  const attributes: Record<string, MessageAttribute> = Object.create(null);
  for (const name of names) {
    if (
      name.length > limits.attributeNameCharactersMax ||
      !namePattern.test(name) ||
      reservedPattern.test(name)
    ) {
      throw invalidParameter(
        "MessageAttributeName",
        name,
        "It can contain A-Z, a-z, 0-9, underscore, hyphen and period, must not start or end with " +
          "a period, hold two in a row, or start with AWS. or Amazon., and is at most " +
          `${limits.attributeNameCharactersMax} characters long.`,
      );
    }
    attributes[name] = readAttribute(name, objectOf(input[name], `attribute ${name}`));
  }
  return attributes;
}

/** What the attributes add to the size of a message, in bytes: names, types and values. */
export function attributesBytes(attributes: MessageAttributes | undefined): number {
  let bytes = 0;
  for (const name in attributes) {
    const { DataType, StringValue, BinaryValue } = attributes[name] as MessageAttribute;
    bytes += name.length + Buffer.byteLength(DataType);
    bytes +=
      StringValue === undefined
        ? Buffer.byteLength(BinaryValue as string, "base64")
        : Buffer.byteLength(StringValue);
  }
  return bytes;
}

/**
 * MD5OfMessageAttributes: attributes by name, each as length and name, length and type, a byte that
 * tells text (1) from binary (2), length and value; lengths are 32 bits, big-endian. SQS developer
 * guide, "Calculating the MD5 message digest for message attributes".
 */
export function attributesMd5(attributes: MessageAttributes | undefined): string | undefined {
  if (attributes === undefined) return undefined;
  const parts: Buffer[] = [];
  for (const name of Object.keys(attributes).sort()) {
    const { DataType, StringValue, BinaryValue } = attributes[name] as MessageAttribute;
    pushWithLength(parts, Buffer.from(name));
    pushWithLength(parts, Buffer.from(DataType));
    parts.push(Buffer.of(StringValue === undefined ? 2 : 1));
    pushWithLength(
      parts,
      StringValue === undefined
        ? Buffer.from(BinaryValue as string, "base64")
        : Buffer.from(StringValue),
    );
  }
  return hash("md5", Buffer.concat(parts), "hex");
}

/**
 * Those attributes that a receiver asked for: by name, all of them (`All` or `.*`), or all with a
 * prefix (`prefix.*`). ReceiveMessage API reference, "MessageAttributeNames".
 */
export function selectAttributes(
  attributes: MessageAttributes | undefined,
  wanted: readonly string[],
): MessageAttributes | undefined {
  if (attributes === undefined || wanted.length === 0) return undefined;
  if (wanted.includes("All") || wanted.includes(".*")) return attributes;
  const selected = Object.entries(attributes).filter(([name]) =>
    wanted.some((want) =>
      want.endsWith(".*") ? name.startsWith(want.slice(0, -2)) : name === want,
    ),
  );
  return selected.length === 0 ? undefined : Object.fromEntries(selected);
}

function readAttribute(name: string, input: JsonObject): MessageAttribute {
  const type = optionalText(input, "DataType");
  if (!type) {
    throw invalid(`The message attribute '${name}' must contain non-empty message attribute type.`);
  }
  if (!typePattern.test(type) || type.length > 256) {
    throw invalid(
      `The message attribute '${name}' has an invalid message attribute type, the set of ` +
        "supported type prefixes is Binary, Number, and String.",
    );
  }
  const field = type.startsWith("Binary") ? "BinaryValue" : "StringValue";
  const value = optionalText(input, field);
  if (!value) {
    throw invalid(
      `The message attribute '${name}' must contain non-empty message attribute value for ` +
        `message attribute type '${type}'.`,
    );
  }
  if (type.startsWith("Number") && !numberPattern.test(value)) {
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  return field === "BinaryValue"
    ? { DataType: type, BinaryValue: value }
    : { DataType: type, StringValue: value };
}

function pushWithLength(parts: Buffer[], bytes: Buffer): void {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(bytes.length);
  parts.push(length, bytes);
}

function invalid(message: string): SqsError {
  return new SqsError("InvalidParameterValueException", message);
}
