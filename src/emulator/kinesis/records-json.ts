import { sequenceNumberDigits } from "./sequence-number.ts";
import type { ShardRecords } from "./shard-records.ts";

/** What GetRecords and SubscribeToShardEvents are: records, and a few plain members more. */
export interface RecordsOutput {
  readonly Records: ShardRecords;
}

/** More than a record takes beside its data and its key. */
const recordOverheadBytes = 170;
/** The most that a byte of a key becomes: `\u0000`. */
const escapedBytesMax = 6;

const opening = Buffer.from('{"Records":[');
const beforeKey = Buffer.from('","PartitionKey":');
const [quote, comma, brace] = [0x22, 0x2c, 0x7d];

/**
 * Records and what comes with them in AWS JSON, from where they lie to the bytes of the answer in
 * one pass: an answer holds up to 10,000.
 */
export function recordsJson({ Records: records, ...others }: RecordsOutput): Buffer {
  const rest = JSON.stringify(others);
  const closing = Buffer.from(`]${rest === "{}" ? "" : ","}${rest.slice(1)}`);
  const base64Bytes = Math.ceil((records.bytes / 3) * 4);
  const expected = base64Bytes + records.length * recordOverheadBytes;
  let out: Buffer = Buffer.allocUnsafe(opening.length + expected + closing.length);
  let at = opening.copy(out);
  const head = new RecordHead();
  const start = at;
  records.logged.each((record) => {
    const { bytes, keyAt, dataAt, dataEnd, ordinal, arrivalMs } = record;
    if (at > start) out[at++] = comma;
    at += head.of(records.digits(ordinal, arrivalMs), arrivalMs).copy(out, at);
    at += out.write(bytes.toString("base64", dataAt, dataEnd), at, "latin1");
    if (keyAt === dataAt) {
      out[at++] = quote;
    } else {
      at += beforeKey.copy(out, at);
      if (isPlain(bytes, keyAt, dataAt)) {
        out[at++] = quote;
        at += bytes.copy(out, at, keyAt, dataAt);
        out[at++] = quote;
      } else {
        const room = out.length - at + (dataAt - keyAt) * escapedBytesMax;
        out = grown(out, at, room);
        at += out.write(JSON.stringify(bytes.toString("utf8", keyAt, dataAt)), at);
      }
    }
    out[at++] = brace;
  });
  at += closing.copy(out, at);
  return out.subarray(0, at);
}

/** The members before the data. Records of one call have their time in common. */
class RecordHead {
  readonly #head = Buffer.alloc(160);
  readonly #digitsAt = this.#head.write('{"SequenceNumber":"');
  #arrivalMs = NaN;
  #written = this.#head;

  of(digits: Buffer, arrivalMs: number): Buffer {
    const head = this.#head;
    digits.copy(head, this.#digitsAt);
    if (arrivalMs !== this.#arrivalMs) {
      this.#arrivalMs = arrivalMs;
      const behind = this.#digitsAt + sequenceNumberDigits;
      const time = `","ApproximateArrivalTimestamp":${arrivalMs / 1_000},"Data":"`;
      this.#written = head.subarray(0, behind + head.write(time, behind, "latin1"));
    }
    return this.#written;
  }
}

/** Whether a text stands in JSON as it is. */
function isPlain(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x20 || byte > 0x7e || byte === quote || byte === 0x5c) return false;
  }
  return true;
}

function grown(bytes: Buffer, used: number, room: number): Buffer {
  const larger = Buffer.allocUnsafe(used + room);
  bytes.copy(larger, 0, 0, used);
  return larger;
}
