import type { Random } from "../../../core/random.ts";

/** The version of an object that was written while versioning was not enabled. */
export const nullVersionId = "null";

const digits = ".0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const sequenceDigits = 9;
const versionIdLength = 32;
const uploadIdLength = 128;

/**
 * An id in AWS's form: 32 letters, digits, `.` and `_`. The last nine are the version's sequence
 * number, so that a version is found by its id without a search, and a listing goes on behind a
 * version that is gone.
 */
export function newVersionId(sequence: number, random: Random): string {
  return opaqueId(versionIdLength, sequence, random);
}

/** As a version id, of 128 characters. */
export function newUploadId(sequence: number, random: Random): string {
  return opaqueId(uploadIdLength, sequence, random);
}

/** The sequence number within a version id; undefined where it is none. */
export function sequenceOfVersion(id: string): number | undefined {
  return sequenceIn(id, versionIdLength);
}

export function sequenceOfUpload(id: string): number | undefined {
  return sequenceIn(id, uploadIdLength);
}

function opaqueId(length: number, sequence: number, random: Random): string {
  let id = "";
  while (id.length < length - sequenceDigits) {
    // Five digits of six bits from each draw of 32.
    for (let bits = random.uint32(), left = 5; left > 0; left--, bits >>>= 6) {
      id += digits[bits & 63] as string;
    }
  }
  let tail = "";
  for (let rest = sequence; tail.length < sequenceDigits; rest = Math.floor(rest / 64)) {
    tail = (digits[rest % 64] as string) + tail;
  }
  return id.slice(0, length - sequenceDigits) + tail;
}

function sequenceIn(id: string, length: number): number | undefined {
  if (id.length !== length) return undefined;
  let sequence = 0;
  for (const digit of id.slice(-sequenceDigits)) {
    const value = digits.indexOf(digit);
    if (value < 0) return undefined;
    sequence = sequence * 64 + value;
  }
  return Number.isSafeInteger(sequence) ? sequence : undefined;
}
