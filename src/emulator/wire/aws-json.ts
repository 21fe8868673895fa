import type { WireRequest } from "./http.ts";

/** The operation that `x-amz-target` names for a service, or undefined. */
export function operationOf(
  headers: WireRequest["headers"],
  targetPrefix: string,
): string | undefined {
  const target = headers["x-amz-target"];
  return target?.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : undefined;
}

/** An output in AWS JSON: bytes as base64, times as seconds, nothing for undefined. */
export function toAwsJson(value: unknown): string {
  return JSON.stringify(wireForm(value));
}

function wireForm(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(wireForm);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, wireForm(member)]);
  return Object.fromEntries(members);
}
