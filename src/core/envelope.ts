import { hash64, type Hash64 } from "./hash.ts";

/**
 * The envelope that every sent record begins with. It is the first member of the record's JSON
 * object, of fixed width, and is read at fixed offsets without parsing, also where the rest of the
 * record is malformed:
 *
 *     {"aforo":"1.rrrrrrrr.pp.sss.qqqqqqqq.tttttttttt.dddddddddddddddd","eventId":…}
 *
 * version · run · producer · stripe · sequence · intended time · digest of the payload; lower-case
 * hexadecimal. The payload is everything after the envelope's comma.
 */
export interface Envelope {
  /** The run's id: eight characters of [0-9a-z]. */
  readonly run: string;
  /** The producer: the index of the source in the plan. */
  readonly producer: number;
  /** The group of keys, within the producer. */
  readonly stripe: number;
  /** Dense from 0 within (producer, stripe). */
  readonly sequence: number;
  /** When the schedule meant it to be sent: microseconds after the start of the run. */
  readonly intendedUs: number;
  /** The 64-bit hash of the payload as sent, 16 hexadecimal digits. */
  readonly digest: string;
}

/** Bytes (and characters: it is ASCII) that the envelope takes at the front of a record. */
export const envelopeBytes = 66;

export const envelopeLimits = {
  producers: 0x100,
  stripes: 0x1000,
  sequences: 0x1_0000_0000,
  intendedUs: 0x100_0000_0000,
} as const;

const opening = '{"aforo":"1.';
const form =
  /^\{"aforo":"1\.[0-9a-z]{8}\.[\da-f]{2}\.[\da-f]{3}\.[\da-f]{8}\.[\da-f]{10}\.[\da-f]{16}",$/;
const offsets = { run: 12, producer: 21, stripe: 24, sequence: 28, intended: 37, digest: 48 };

const scratch: Hash64 = { high: 0, low: 0 };

/**
 * Puts an envelope before a payload and returns the record's bytes. Throws a RangeError where a
 * field does not fit its width.
 */
export function seal(envelope: Omit<Envelope, "digest">, payload: Uint8Array): Buffer {
  const head =
    `${opening}${envelope.run}.${hex(envelope.producer, 2)}.${hex(envelope.stripe, 3)}.` +
    `${hex(envelope.sequence, 8)}.${hex(envelope.intendedUs, 10)}.${payloadDigest(payload)}",`;
  if (!form.test(head)) throw new RangeError(`a field of the envelope does not fit: ${head}`);
  const record = Buffer.allocUnsafe(envelopeBytes + payload.length);
  record.write(head, "latin1");
  record.set(payload, envelopeBytes);
  return record;
}

/** Reads the envelope of a record, or answers undefined where there is none. */
export function openEnvelope(record: Uint8Array): Envelope | undefined {
  if (record.length < envelopeBytes) return undefined;
  const head = Buffer.from(record.buffer, record.byteOffset, envelopeBytes).toString("latin1");
  if (!form.test(head)) return undefined;
  const producer = parseInt(head.slice(offsets.producer, offsets.producer + 2), 16);
  const stripe = parseInt(head.slice(offsets.stripe, offsets.stripe + 3), 16);
  const sequence = parseInt(head.slice(offsets.sequence, offsets.sequence + 8), 16);
  const intendedUs = parseInt(head.slice(offsets.intended, offsets.intended + 10), 16);
  return {
    run: head.slice(offsets.run, offsets.run + 8),
    producer,
    stripe,
    sequence,
    intendedUs,
    digest: head.slice(offsets.digest, offsets.digest + 16),
  };
}

/** The digest of a payload, as the envelope states it. */
export function payloadDigest(payload: Uint8Array): string {
  hash64(payload, scratch);
  return hex(scratch.high, 8) + hex(scratch.low, 8);
}

/** The payload of a record: what follows its envelope. */
export function payloadOf(record: Uint8Array): Uint8Array {
  return record.subarray(envelopeBytes);
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, "0");
}
