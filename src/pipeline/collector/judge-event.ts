import { contractViolation } from "../../generators/contracts.ts";
import type { RawEvent } from "./split-events.ts";

export type JudgedEvent =
  | { readonly kind: "valid"; readonly partitionKey: string }
  | { readonly kind: "refused"; readonly position: number; readonly reason: string };

/**
 * Holds one event against the contract of its source, and finds its partition key: the first of
 * `keyMembers` that it has, else its event id.
 */
export function judgeEvent(event: RawEvent, keyMembers: readonly string[]): JudgedEvent {
  const { bytes, position } = event;
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString());
  } catch (error) {
    const { at, reason } = whereItBreaks(error as Error, bytes);
    return { kind: "refused", position: position + at, reason };
  }
  const reason = contractViolation(body);
  if (reason !== undefined) return { kind: "refused", position, reason };
  return { kind: "valid", partitionKey: keyOf(body as Record<string, unknown>, keyMembers) };
}

function keyOf(body: Readonly<Record<string, unknown>>, members: readonly string[]): string {
  const member = members.find((name) => body[name] !== undefined) ?? "eventId";
  return String(body[member]);
}

/** The parser's message, and the byte at which it stopped: at the end where it does not say. */
function whereItBreaks({ message }: Error, bytes: Buffer): { at: number; reason: string } {
  const said = / at position (\d+)/.exec(message);
  if (!said) return { at: bytes.length, reason: "it ends too early, or is no JSON" };
  const characters = Number(said[1]);
  const at = Buffer.byteLength(bytes.toString().slice(0, characters));
  return { at, reason: `no JSON: ${message.slice(0, said.index)}` };
}
