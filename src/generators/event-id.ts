import { hash64 } from "../core/hash.ts";

/**
 * Event ids in the layout of a UUID of version 8, whose contents are the maker's own (RFC 9562,
 * section 5.8). Lower-case hexadecimal: s seed (hashed to 64 bits), t stripe, p producer (the index
 * of the source), q sequence number of the original:
 *
 *     ssssssss-ssss-8ttt-80pp-ssssqqqqqqqq
 */
export interface EventOrigin {
  readonly source: number;
  readonly stripe: number;
  readonly sequence: number;
}

export const eventIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-80[0-9a-f]{2}-[0-9a-f]{12}$/;

/** What the ids of one stripe share: all but the sequence number at the end, 8 digits. */
export function eventIdFront(
  seed: number,
  { source, stripe }: Omit<EventOrigin, "sequence">,
): string {
  const { high, low } = hash64(Buffer.from(`seed ${seed}`));
  const seedHex = hex(high, 8) + hex(low, 8);
  return (
    `${seedHex.slice(0, 8)}-${seedHex.slice(8, 12)}-8${hex(stripe, 3)}` +
    `-80${hex(source, 2)}-${seedHex.slice(12)}`
  );
}

/** Answers the ids of one stripe by sequence number (0 to 2^32 − 1). */
export function eventIds(
  seed: number,
  origin: Omit<EventOrigin, "sequence">,
): (sequence: number) => string {
  const front = eventIdFront(seed, origin);
  return (sequence) => front + hex(sequence, 8);
}

/** What an event id says of its origin, or undefined where it is not one of ours. */
export function decodeEventId(eventId: string): EventOrigin | undefined {
  if (!eventIdPattern.test(eventId)) return undefined;
  return {
    source: parseInt(eventId.slice(21, 23), 16),
    stripe: parseInt(eventId.slice(15, 18), 16),
    sequence: parseInt(eventId.slice(28), 16),
  };
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, "0");
}
