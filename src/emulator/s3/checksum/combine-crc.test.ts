import * as fc from "fast-check";
import { expect, test } from "vitest";
import { checksumOf } from "./checksum.ts";
import { combinedCrc } from "./combine-crc.ts";

test("the CRC of a body is that of its parts combined, wherever it was cut", () => {
  const part = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(
      fc.constantFrom("CRC32" as const, "CRC32C" as const, "CRC64NVME" as const),
      fc.array(part, { minLength: 1, maxLength: 6 }),
      (algorithm, parts) => {
        const crcs = parts.map((bytes) => {
          return { checksum: checksumOf(bytes, algorithm), sizeBytes: bytes.length };
        });
        const whole = checksumOf(Buffer.concat(parts), algorithm);
        expect(combinedCrc(algorithm, crcs)).toBe(whole.value);
      },
    ),
  );
});
