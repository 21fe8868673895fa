/** Sizes are rounded up to this, so that those that are nearly the same can share memory. */
const grainBytes = 65_536;
/** Below this, new memory costs next to nothing. */
const leastBytes = 16_384;

/**
 * Memory for bodies of megabytes that is used again. The engine does not see that such a body is
 * done with before its next collection, and begins one for each 64 MB that were asked for: where
 * bodies come in a stream, marking would take more of a processor than the bodies themselves.
 */
export class SpareMemory {
  readonly #bytesMax: number;
  readonly #spare: ArrayBuffer[] = [];
  #spareBytes = 0;
  /** Memory of ours that somebody has: anything else that is given back is not taken. */
  readonly #lent = new WeakSet<ArrayBufferLike>();

  /** `bytesMax`: what is kept at most while nobody has it. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Memory of so many bytes, with anything in it. */
  take(bytes: number): Buffer {
    if (bytes < leastBytes) return Buffer.allocUnsafe(bytes);
    const memory = this.#fitting(bytes) ?? new ArrayBuffer(roundedUp(bytes));
    this.#lent.add(memory);
    return Buffer.from(memory, 0, bytes);
  }

  /** What was taken, or a view of it, is not looked at any more. Other memory is left alone. */
  giveBack({ buffer }: Uint8Array): void {
    if (!this.#lent.delete(buffer)) return;
    this.#spare.push(buffer as ArrayBuffer);
    this.#spareBytes += buffer.byteLength;
    // What nobody has asked for longest is of a size that is not in use any more.
    while (this.#spareBytes > this.#bytesMax) this.#remove(0);
  }

  /** The one that was given back last is the likeliest to be in the processor's cache. */
  #fitting(bytes: number): ArrayBuffer | undefined {
    const at = this.#spare.findLastIndex(
      ({ byteLength }) => byteLength >= bytes && byteLength <= 4 * roundedUp(bytes),
    );
    return at < 0 ? undefined : this.#remove(at);
  }

  #remove(at: number): ArrayBuffer | undefined {
    const [memory] = this.#spare.splice(at, 1);
    this.#spareBytes -= memory?.byteLength ?? 0;
    return memory;
  }
}

function roundedUp(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / grainBytes)) * grainBytes;
}
