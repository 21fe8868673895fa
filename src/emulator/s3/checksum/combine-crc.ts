import type { Checksum } from "./checksum.ts";

/** The reflected polynomials of the CRCs, and how many bits they have. */
const crcs = {
  CRC32: { polynomial: 0xedb88320n, bits: 32n },
  CRC32C: { polynomial: 0x82f63b78n, bits: 32n },
  CRC64NVME: { polynomial: 0x9a6c9329ac4bc9b5n, bits: 64n },
} as const;

type CrcName = keyof typeof crcs;
type Crc = (typeof crcs)[CrcName];

export interface CrcOfPart {
  /** Of a CRC algorithm: only those can be combined. */
  readonly checksum: Checksum;
  readonly sizeBytes: number;
}

export function isCrc(algorithm: string): algorithm is CrcName {
  return algorithm in crcs;
}

/**
 * The CRC of a body from those of its parts, in base64, without reading a byte of it: the CRC of
 * what comes before is multiplied by x to the number of the bits that follow, modulo the
 * polynomial. All parts have the algorithm named; there is at least one.
 */
export function combinedCrc(algorithm: CrcName, parts: readonly CrcOfPart[]): string {
  const crc = crcs[algorithm];
  const digestBytes = Number(crc.bits / 8n);
  let combined = 0n;
  for (const { checksum, sizeBytes } of parts) {
    const value = BigInt(`0x${Buffer.from(checksum.value, "base64").toString("hex")}`);
    combined = multiply(combined, powerOfX(8n * BigInt(sizeBytes), crc), crc) ^ value;
  }
  const hex = combined.toString(16).padStart(2 * digestBytes, "0");
  return Buffer.from(hex, "hex").toString("base64");
}

/** The product of two polynomials over GF(2), reflected: the highest bit is x to the 0. */
function multiply(a: bigint, b: bigint, { polynomial, bits }: Crc): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = 1n << (bits - 1n); bit > 0n; bit >>= 1n) {
    if ((a & bit) !== 0n) product ^= shifted;
    shifted = (shifted & 1n) === 0n ? shifted >> 1n : (shifted >> 1n) ^ polynomial;
  }
  return product;
}

function powerOfX(exponent: bigint, crc: Crc): bigint {
  let power = 1n << (crc.bits - 1n);
  let square = 1n << (crc.bits - 2n);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) power = multiply(power, square, crc);
    square = multiply(square, square, crc);
  }
  return power;
}
