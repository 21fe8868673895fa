import { crc32 } from "node:zlib";
import { bytesOf, partsOf, type WireBody } from "../../wire/http.ts";

/** The type of a header whose value is a text. */
const textType = 7;

/** Two lengths and their checksum. */
const preludeBytes = 12;

const checksumBytes = 4;

/**
 * Writes the messages of `application/vnd.amazon.eventstream`: the length of all and that of the
 * headers, their CRC-32; the headers; the body; the CRC-32 of all before. Headers that repeat with
 * each message are written once.
 */
export class EventMessageWriter {
  readonly #headers: Buffer;

  /** Names of up to 255 bytes, with texts as values. */
  constructor(headers: Readonly<Record<string, string>>) {
    this.#headers = Buffer.concat(
      Object.entries(headers).flatMap(([name, value]) => {
        const valueLength = Buffer.alloc(2);
        valueLength.writeUInt16BE(Buffer.byteLength(value));
        const nameLength = Buffer.from([Buffer.byteLength(name)]);
        return [
          nameLength,
          Buffer.from(name),
          Buffer.from([textType]),
          valueLength,
          Buffer.from(value),
        ];
      }),
    );
  }

  message(body: WireBody): Buffer {
    const bodyStart = preludeBytes + this.#headers.length;
    const total = bodyStart + bytesOf(body) + checksumBytes;
    const message = Buffer.allocUnsafe(total);
    message.writeUInt32BE(total, 0);
    message.writeUInt32BE(this.#headers.length, 4);
    message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
    this.#headers.copy(message, preludeBytes);
    let at = bodyStart;
    for (const part of partsOf(body)) at += part.copy(message, at);
    const checksumStart = total - checksumBytes;
    message.writeUInt32BE(crc32(message.subarray(0, checksumStart)), checksumStart);
    return message;
  }
}
