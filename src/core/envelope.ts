import { hash64, type ByteSpan, type Hash64 } from "./hash.ts";

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
  /** The producer: the index of the source in the plan. */
  readonly producer: number;
  /** The group of keys, within the producer. */
  readonly stripe: number;
  /** Dense from 0 within (producer, stripe). */
  readonly sequence: number;
  /** When the schedule meant it to be sent: microseconds after the start of the run. */
  readonly intendedUs: number;
  /** The 64-bit hash of the payload as sent, in two halves. */
  readonly high: number;
  readonly low: number;
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
const offsets = { run: 12, producer: 21, stripe: 24, sequence: 28, intended: 37, digest: 48 };
const runForm = /^[0-9a-z]{8}$/;

/** An envelope whose fields are all zero: what does not change from record to record. */
function blank(run: string): Buffer {
  if (!runForm.test(run)) throw new RangeError(`a run's id does not fit: ${run}`);
  const zero = (digits: number) => "0".repeat(digits);
  const fields = `${run}.${zero(2)}.${zero(3)}.${zero(8)}.${zero(10)}.${zero(16)}`;
  return Buffer.from(`${opening}${fields}",`, "latin1");
}

/** What is sealed: a record of the schedule, before its envelope. */
export interface Sealable {
  /** The producer of the envelope. */
  readonly source: number;
  readonly stripe: number;
  readonly sequence: number;
  readonly intendedUs: number;
  readonly payload: Uint8Array;
}

/** Seals the records of one run into buffers that there are already. */
export class Sealer {
  /** The envelope of the last record, of which the next one changes the fields. */
  readonly #head: Buffer;
  /** The hash of the payload that was sealed last. */
  readonly payloadHash: Hash64 = { high: 0, low: 0 };

  constructor(run: string) {
    this.#head = blank(run);
  }

  /**
   * Writes the sealed record, of `envelopeBytes` and those of its payload, at an offset. Throws a
   * RangeError where a field does not fit its width.
   */
  seal(record: Sealable, to: Buffer, at: number): void {
    const { source, stripe, sequence, intendedUs, payload } = record;
    hash64(payload, this.payloadHash);
    this.#put(field(source, envelopeLimits.producers), offsets.producer, 2);
    this.#put(field(stripe, envelopeLimits.stripes), offsets.stripe, 3);
    this.#put(field(sequence, envelopeLimits.sequences), offsets.sequence, 8);
    const us = field(intendedUs, envelopeLimits.intendedUs);
    this.#put(Math.floor(us / 0x1_0000_0000), offsets.intended, 2);
    this.#put(us >>> 0, offsets.intended + 2, 8);
    this.#put(this.payloadHash.high, offsets.digest, 8);
    this.#put(this.payloadHash.low, offsets.digest + 8, 8);
    to.set(this.#head, at);
    to.set(payload, at + envelopeBytes);
  }

  /** A number below 2^32 as so many hexadecimal digits. */
  #put(value: number, offset: number, width: number): void {
    const head = this.#head;
    for (let i = offset + width - 1, rest = value; i >= offset; i--, rest >>>= 4) {
      head[i] = digits[rest & 15] as number;
    }
  }
}

/**
 * Puts an envelope before a payload and returns the record's bytes. Throws a RangeError where a
 * field does not fit its width.
 */
export function seal(
  envelope: Omit<Envelope, "high" | "low"> & { readonly run: string },
  payload: Uint8Array,
): Buffer {
  const record = Buffer.allocUnsafe(envelopeBytes + payload.length);
  const { run, producer: source, stripe, sequence, intendedUs } = envelope;
  new Sealer(run).seal({ source, stripe, sequence, intendedUs, payload }, record, 0);
  return record;
}

function field(value: number, limit: number): number {
  if (value >= 0 && value < limit && Number.isInteger(value)) return value;
  throw new RangeError(`a field of the envelope does not fit: ${value}, expected below ${limit}`);
}

const digits = Buffer.from("0123456789abcdef", "latin1");

/** Reads the envelopes of one run's records. */
export class EnvelopeReader {
  /** Where a character does not depend on the record, and which one it is. */
  readonly #framed: readonly number[];
  readonly #frame: Buffer;

  constructor(run: string) {
    const frame = blank(run);
    const isField = (i: number) => i >= offsets.producer && frame[i] === 0x30;
    this.#frame = frame;
    this.#framed = Array.from(frame.keys()).filter((i) => !isField(i));
  }

  /**
   * Undefined where the record has no envelope, or one of another run. The record is the span, or
   * all bytes.
   */
  open(bytes: Uint8Array, span?: ByteSpan): Envelope | undefined {
    const { at, end } = span ?? { at: 0, end: bytes.length };
    if (end - at < envelopeBytes) return undefined;
    for (const i of this.#framed) if (bytes[at + i] !== this.#frame[i]) return undefined;
    const producer = readHex(bytes, at + offsets.producer, 2);
    const stripe = readHex(bytes, at + offsets.stripe, 3);
    const sequence = readHex(bytes, at + offsets.sequence, 8);
    const intendedUs = readHex(bytes, at + offsets.intended, 10);
    const high = readHex(bytes, at + offsets.digest, 8);
    const low = readHex(bytes, at + offsets.digest + 8, 8);
    // A digit that is none makes its number, and so the sum, NaN.
    if (Number.isNaN(producer + stripe + sequence + intendedUs + high + low)) return undefined;
    return { producer, stripe, sequence, intendedUs, high, low };
  }
}

/** Whether the payload is the one that was sealed. The record is the span, or all bytes. */
export function isIntact(envelope: Envelope, bytes: Uint8Array, span?: ByteSpan): boolean {
  const { at, end } = span ?? { at: 0, end: bytes.length };
  const { high, low } = hash64(bytes, scratch, { at: at + envelopeBytes, end });
  return high === envelope.high && low === envelope.low;
}

/** By character code: the value of a lower-case hexadecimal digit, or NaN. */
const values = Float64Array.from({ length: 256 }, (_, code) => {
  const value = digits.indexOf(code);
  return value < 0 ? Number.NaN : value;
});

function readHex(from: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = at; i < at + width; i++) value = value * 16 + (values[from[i] as number] as number);
  return value;
}

const scratch: Hash64 = { high: 0, low: 0 };
