import type { Random } from "../../src/core/random.ts";

export function randomBytes(random: Random, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0; i < length; i++) bytes[i] = random.below(256);
  return bytes;
}

/** Bytes that were cut short, changed, doubled, or filled with others. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  switch (random.below(6)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return bytes.subarray(at);
    case 2: {
      const changed = Buffer.from(bytes);
      for (let left = 1 + random.below(4); left > 0 && changed.length > 0; left--) {
        changed[random.below(changed.length)] = random.below(256);
      }
      return changed;
    }
    case 3: {
      const inserted = randomBytes(random, 1 + random.below(16));
      return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
    }
    case 4:
      return Buffer.concat([bytes, bytes.subarray(at)]);
    default: {
      const inserted = Buffer.from(
        random.pick(["\0", "\r\n", "\r\n\r\n", "\u00ff", "%", "\ufeff"]),
      );
      return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
    }
  }
}
