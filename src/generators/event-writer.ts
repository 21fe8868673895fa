import { dateOf, dayMs } from "./instant.ts";

/**
 * What becomes of payloads. `kept`: they stay as they are, each with its whole slab. `lent`: they
 * are good until some hundred more were made, and their memory is used again. Whoever copies each
 * at once saves the collector as many bytes as are sent.
 */
export type Payloads = "kept" | "lent";

/** Events are written one after the other into slabs of so many bytes. */
const slabBytes = 65_536;

/** A slab with less room is left for the next. Events are shorter: see `generator.ts`. */
const eventBytesMax = 4_096;

/** Below this, a loop costs less than the call that copies. */
const loopBytesMax = 32;

/** Text that occurs often, encoded once: `EventWriter.bytes` copies it. */
export function encoded(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

const [minus, point, zero, colon] = [0x2d, 0x2e, 0x30, 0x3a];
const zulu = encoded('Z"');
const hexDigits = encoded("0123456789abcdef");

/**
 * Writes events as UTF-8 without a string in between: to join strings, and to encode what was
 * joined, costs several times what the bytes cost. Most of an event is copied in pieces that were
 * encoded before; what remains is a few numbers.
 */
export class EventWriter {
  #slab: Buffer = Buffer.allocUnsafeSlow(slabBytes);
  #start = 0;
  #at = 0;
  readonly #payloads: Payloads;

  constructor(payloads: Payloads = "kept") {
    this.#payloads = payloads;
  }

  /** Begins an event. One that was begun and not taken is written over. */
  begin(): void {
    this.#at = this.#start;
    if (this.#start <= slabBytes - eventBytesMax) return;
    if (this.#payloads === "kept") this.#slab = Buffer.allocUnsafeSlow(slabBytes);
    this.#start = 0;
    this.#at = 0;
  }

  /** The bytes since `begin`. They stay as they are: the writer goes on behind them. */
  take(): Buffer {
    const written = this.#slab.subarray(this.#start, this.#at);
    this.#start = this.#at;
    return written;
  }

  /** Where the next byte will be: for `since`. */
  get mark(): number {
    return this.#at;
  }

  /** The ASCII text that was written since the mark. */
  since(mark: number): string {
    return this.#slab.toString("latin1", mark, this.#at);
  }

  /** A piece that was encoded before. */
  bytes(piece: Uint8Array): void {
    const { length } = piece;
    const slab = this.#slab;
    const at = this.#at;
    this.#at = at + length;
    if (length > loopBytesMax) slab.set(piece, at);
    else for (let i = 0; i < length; i++) slab[at + i] = piece[i] as number;
  }

  /** Text of ASCII characters that need no escape in JSON. */
  ascii(text: string): void {
    this.#at += this.#slab.write(text, this.#at, "latin1");
  }

  /** A whole number from 0 to 4,294,967,295, in decimal. */
  integer(value: number): void {
    let count = 1;
    for (let bound = 10; bound <= value; bound *= 10) count++;
    this.digits(value, count);
  }

  /** The last `count` decimal digits of a whole number. */
  digits(value: number, count: number): void {
    const slab = this.#slab;
    const start = this.#at;
    this.#at = start + count;
    // Unsigned integers throughout: the compiler then multiplies where it would have to divide.
    let rest = value >>> 0;
    for (let place = start + count - 1; place >= start; place--) {
      const tenth = (rest / 10) >>> 0;
      slab[place] = zero + rest - tenth * 10;
      rest = tenth;
    }
  }

  /** A number with decimal places, given as a whole number of the last: (−182, 1) is −18.2. */
  decimal(value: number, places: 1 | 4): void {
    if (value < 0) this.#byte(minus);
    const scale = places === 1 ? 10 : 10_000;
    const magnitude = Math.abs(value);
    const whole = Math.floor(magnitude / scale);
    this.integer(whole);
    this.#byte(point);
    this.digits(magnitude - whole * scale, places);
  }

  /** A 32-bit number as eight lower-case hexadecimal digits. */
  hex32(value: number): void {
    for (let shift = 28; shift >= 0; shift -= 4) {
      this.#slab[this.#at++] = hexDigits[(value >>> shift) & 15] as number;
    }
  }

  /** A quoted instant, as `Date.toISOString` writes it (1970 to 9999). */
  instant(epochMs: number): void {
    const day = Math.floor(epochMs / dayMs);
    const ms = (epochMs - day * dayMs) >>> 0;
    const seconds = (ms / 1_000) >>> 0;
    const minutes = (seconds / 60) >>> 0;
    const hours = (minutes / 60) >>> 0;
    this.bytes(encodedDate(day));
    this.digits(hours, 2);
    this.#byte(colon);
    this.digits(minutes - hours * 60, 2);
    this.#byte(colon);
    this.digits(seconds - minutes * 60, 2);
    this.#byte(point);
    this.digits(ms - seconds * 1_000, 3);
    this.bytes(zulu);
  }

  #byte(value: number): void {
    this.#slab[this.#at++] = value;
  }
}

// Events of one day share their date.
let lastDay = Number.NaN;
let lastDate: Uint8Array = encoded("");

function encodedDate(day: number): Uint8Array {
  if (day !== lastDay) {
    lastDate = encoded(`"${dateOf(day)}`);
    lastDay = day;
  }
  return lastDate;
}
