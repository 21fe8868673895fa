/**
 * Sequence numbers in the service's layout: 186 bits, 56 decimal digits. In hexadecimal:
 *
 *     2 | shard created, s (9) | shard index, low digit (1) | index (16) | 00 | written, s (9)
 *       | shard index (8) | 2
 *
 * The index is the record's place in its shard, from 1; 0 stands for the start of the shard, and
 * 2^63 - 1 for the end of one that is closed: read back, it is the largest safe integer.
 */
export interface SequenceNumber {
  readonly shardCreatedS: number;
  readonly shardIndex: number;
  readonly index: number;
  readonly writtenS: number;
}

const indexShift = 80n;
const writtenShift = 36n;
const endIndex = (1n << 63n) - 1n;
export const sequenceNumberDigits = 56;
/** What lies between a record's number and the next one's in the same second. */
const step = Buffer.from((1n << indexShift).toString()).map((digit) => digit - 0x30);
const text = /^[1-9]\d{55}$/;

/**
 * Writes the sequence numbers of one shard. They are asked for in runs: the next one of a second is
 * reached by adding to the digits of the last, which is several times faster than big integers are.
 */
export class SequenceWriter {
  readonly #shard: bigint;
  #second = -1;
  #base = 0n;
  #index = -2;
  readonly #digits = Buffer.alloc(sequenceNumberDigits);

  constructor(shardCreatedS: number, shardIndex: number) {
    this.#shard =
      (2n << 184n) |
      (BigInt(shardCreatedS) << 148n) |
      (BigInt(shardIndex & 0xf) << 144n) |
      (BigInt(shardIndex) << 4n) |
      2n;
  }

  write(index: number, writtenS: number): string {
    return this.digits(index, writtenS).toString("latin1");
  }

  /** The number as ASCII. It is good until the next one is asked for. */
  digits(index: number, writtenS: number): Buffer {
    if (writtenS === this.#second && index === this.#index + 1) addStep(this.#digits);
    else this.#digits.write(this.#write(BigInt(index), writtenS), "latin1");
    this.#index = index;
    return this.#digits;
  }

  /** The end of the shard, closed in this second. */
  end(closedS: number): string {
    return this.#write(endIndex, closedS);
  }

  #write(index: bigint, writtenS: number): string {
    this.#index = -2;
    if (writtenS !== this.#second) {
      this.#second = writtenS;
      this.#base = this.#shard | (BigInt(writtenS) << writtenShift);
    }
    return (this.#base + (index << indexShift)).toString();
  }
}

/** Adds `step` to a number in ASCII, as one does on paper. */
function addStep(digits: Buffer): void {
  let carry = 0;
  for (let i = digits.length - 1, s = step.length - 1; s >= 0 || carry > 0; i--, s--) {
    const sum = (digits[i] as number) + (step[s] ?? 0) + carry;
    carry = sum > 0x39 ? 1 : 0;
    digits[i] = sum - 10 * carry;
  }
}

/** Reads a sequence number, or answers undefined where the text is not one. */
export function parseSequenceNumber(decimal: string): SequenceNumber | undefined {
  if (!text.test(decimal)) return undefined;
  const hex = BigInt(decimal).toString(16);
  if (hex.length !== 47 || !hex.startsWith("2") || !hex.endsWith("2")) return undefined;
  const index = readIndex(hex.slice(11, 27));
  const shardIndex = Number(`0x${hex.slice(38, 46)}`);
  if (index === undefined || shardIndex > 0x7fff_ffff) return undefined;
  if (hex.slice(27, 29) !== "00" || Number(`0x${hex.slice(10, 11)}`) !== (shardIndex & 0xf)) {
    return undefined;
  }
  return {
    shardCreatedS: Number(`0x${hex.slice(1, 10)}`),
    shardIndex,
    index,
    writtenS: Number(`0x${hex.slice(29, 38)}`),
  };
}

function readIndex(hex: string): number | undefined {
  if (BigInt(`0x${hex}`) === endIndex) return Number.MAX_SAFE_INTEGER;
  const index = Number(`0x${hex}`);
  return Number.isSafeInteger(index) ? index : undefined;
}
