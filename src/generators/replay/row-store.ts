import { uint32s, uint8s } from "./columns.ts";
import { RecordingError } from "./problem.ts";
import type { RecordedRow, WrittenTime } from "./row-reader.ts";
import { timeStyles } from "./timestamp.ts";

/** Bytes of keys and rows that one part of a load holds, at most. */
const storedBytesMax = 268_435_456;
const firstBytes = 65_536;

export interface StoredRow {
  readonly key: string;
  /** The members before the time that is shifted, or all. */
  readonly before: string;
  /** How the time is written, and what comes after it. */
  readonly time?: WrittenTime & { readonly after: string };
}

/** How a time is written, in a byte: the index of its style, this bit for a text, or no time. */
const textBit = 0x40;
const noTime = 0x80;

/** Rows as bytes, one after the other: an object each would cost several times as much. */
export class RowStore {
  #bytes = Buffer.allocUnsafeSlow(firstBytes);
  #length = 0;
  /** Three edges a row: the end of its key, of what comes before its time, and its own. */
  readonly #edges = uint32s();
  readonly #times = uint8s();

  /** Answers the row's number, from 1. */
  add({ key, text, time }: RecordedRow): number {
    this.#write(key);
    this.#write(text.slice(0, time?.from));
    this.#write(time ? text.slice(time.to) : "");
    const written = time && timeStyles.indexOf(time.style) + (time.isText ? textBit : 0);
    this.#times.push(written ?? noTime);
    return this.#times.length;
  }

  at(number: number): StoredRow {
    const edge = (number - 1) * 3;
    const [key, before, after] = [this.#text(edge), this.#text(edge + 1), this.#text(edge + 2)];
    const written = this.#times.at(number - 1);
    const style = timeStyles[written & ~textBit];
    if (!style) return { key, before };
    return { key, before, time: { style, isText: (written & textBit) !== 0, after } };
  }

  #text(edge: number): string {
    const from = edge === 0 ? 0 : this.#edges.at(edge - 1);
    return this.#bytes.toString("utf8", from, this.#edges.at(edge));
  }

  #write(text: string): void {
    const bytes = Buffer.byteLength(text);
    const needed = this.#length + bytes;
    if (needed > storedBytesMax) {
      const mebibytes = storedBytesMax / 1_048_576;
      throw new RecordingError(
        `holds more than ${mebibytes} MiB for one part of the load: play it in more, or split it`,
      );
    }
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(
        Math.min(storedBytesMax, Math.max(needed, this.#bytes.length * 2)),
      );
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    this.#length += this.#bytes.write(text, this.#length);
    this.#edges.push(this.#length);
  }
}
