import type { SpareMemory } from "./spare-memory.ts";

/** A body whose length is known beforehand is copied to its place up to this size. */
const placedBytesMax = 16 * 1_048_576;

/** The chunks of one body. */
export class GatheredBody {
  readonly #declaredBytes: number;
  readonly #memory: SpareMemory;
  /** The whole of it, where its length is known and it came in more than one chunk. */
  #place: Buffer | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** `declaredBytes`: what the sender has announced, or 0. */
  constructor(declaredBytes: number, memory: SpareMemory) {
    this.#declaredBytes = declaredBytes;
    this.#memory = memory;
  }

  add(chunk: Buffer): void {
    const end = this.#bytes + chunk.length;
    const declared = this.#declaredBytes;
    if (this.#bytes === 0 && end < declared && declared <= placedBytesMax) {
      this.#place = this.#memory.take(declared);
    }
    // Copied at once: chunks that wait for the last of them outlive a collection.
    if (this.#place && end <= declared) this.#place.set(chunk, this.#bytes);
    else this.#append(chunk);
    this.#bytes = end;
  }

  whole(): Buffer {
    if (this.#place) return this.#place.subarray(0, this.#bytes);
    const [only] = this.#chunks;
    return this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks);
  }

  /** More came than was announced: HTTP does not let it, and it is not lost here. */
  #append(chunk: Buffer): void {
    if (this.#place) this.#chunks.push(this.#place.subarray(0, this.#bytes));
    this.#place = undefined;
    this.#chunks.push(chunk);
  }
}
