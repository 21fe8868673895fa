import {
  createCRC32,
  createCRC64,
  createXXHash128,
  createXXHash3,
  createXXHash64,
} from "hash-wasm";
import type { IHasher } from "hash-wasm";

/**
 * The checksums that Node does not have, in WebAssembly: at a KiB twice as fast as tables in
 * JavaScript. A hasher takes time to make, and none to use again; they are made once, before the
 * first request.
 */
const [crc32cHasher, crc64nvmeHasher, xxhash64Hasher, xxhash3Hasher, xxhash128Hasher] =
  await Promise.all([
    // The reflected polynomials of CRC-32C (Castagnoli) and CRC-64/NVME.
    createCRC32(0x82f63b78),
    createCRC64("9a6c9329ac4bc9b5"),
    createXXHash64(),
    createXXHash3(),
    createXXHash128(),
  ]);

export const crc32c = digestBy(crc32cHasher);
export const crc64nvme = digestBy(crc64nvmeHasher);
/** The XXHashes have the seed 0, and like the CRCs come big-endian. */
export const xxhash64 = digestBy(xxhash64Hasher);
export const xxhash3 = digestBy(xxhash3Hasher);
export const xxhash128 = digestBy(xxhash128Hasher);

/** A function from bytes to their digest in base64. */
function digestBy(hasher: IHasher): (bytes: Uint8Array) => string {
  return (bytes) => {
    const digest = hasher.init().update(bytes).digest("binary");
    return Buffer.from(digest.buffer, digest.byteOffset, digest.length).toString("base64");
  };
}
