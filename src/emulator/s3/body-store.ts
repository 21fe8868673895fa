/** The body of one object, immutable. */
export interface StoredBody {
  readonly sizeBytes: number;
  /** Bytes [from, to). */
  read(from: number, to: number): Buffer;
  /** Called once, when no object has the body any more. */
  release(): void;
}

/** Where bodies live. The store owns the bytes it is given. */
export interface BodyStore {
  append(bytes: Buffer): StoredBody;
}

export const memoryBodyStore: BodyStore = {
  append(bytes) {
    const own = unshared(bytes);
    return {
      sizeBytes: own.length,
      read: (from, to) => (from === 0 && to === own.length ? own : own.subarray(from, to)),
      // The garbage collector takes the bytes together with the object.
      release: () => undefined,
    };
  },
};

/** A short view would keep the whole of a large buffer alive: it gets memory of its own. */
function unshared(bytes: Buffer): Buffer {
  if (bytes.buffer.byteLength <= 2 * bytes.length) return bytes;
  const own = Buffer.from(new ArrayBuffer(bytes.length));
  bytes.copy(own);
  return own;
}
