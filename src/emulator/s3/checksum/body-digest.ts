import { createHash } from "node:crypto";
import { slicesOf } from "../body-store.ts";
import type { StoredBody } from "../body-store.ts";
import { checksumOf } from "./checksum.ts";
import type { Checksum, ChecksumAlgorithm } from "./checksum.ts";
import { combinedCrc, isCrc } from "./combine-crc.ts";

/** The ETag of a body as if it had been uploaded at once, with its quotation marks. */
export function bodyEtag(whole: StoredBody): string {
  const md5 = createHash("md5");
  for (const { body, from, to } of slicesOf(whole)) md5.update(body.read(from, to));
  return `"${md5.digest("hex")}"`;
}

/** A CRC is taken of one stored body at a time; any other checksum, of all of them put together. */
export function bodyChecksum(whole: StoredBody, algorithm: ChecksumAlgorithm): Checksum {
  if (!isCrc(algorithm)) return checksumOf(whole.read(0, whole.sizeBytes), algorithm);
  const crcs = Array.from(slicesOf(whole), ({ body, from, to }) => {
    return { checksum: checksumOf(body.read(from, to), algorithm), sizeBytes: to - from };
  });
  return { algorithm, value: combinedCrc(algorithm, crcs) };
}
