/** Something whose bytes can leave memory, and be read again from a file. */
export abstract class Resident {
  /** Kept by the budget: what is held now, and the neighbours in the order of their age. */
  heldBytes = 0;
  older: Resident | undefined;
  newer: Resident | undefined;

  /** Lets the bytes go, once they are in a file. */
  abstract evict(): void;
}

/** Bytes of memory that many share: where they do not suffice, the oldest residents go. */
export class MemoryBudget {
  readonly bytesMax: number;
  #bytes = 0;
  #oldest: Resident | undefined;
  #newest: Resident | undefined;

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * States that `resident` now holds so many bytes, which makes it the newest, and evicts the
   * oldest of the others until all fits.
   */
  hold(resident: Resident, bytes: number): void {
    this.release(resident);
    this.#append(resident, bytes);
    while (this.#bytes > this.bytesMax && this.#oldest && this.#oldest !== resident) {
      const oldest = this.#oldest;
      oldest.evict();
      this.release(oldest);
    }
  }

  /** The resident holds nothing any more. */
  release(resident: Resident): void {
    if (resident.heldBytes === 0) return;
    this.#bytes -= resident.heldBytes;
    resident.heldBytes = 0;
    if (resident.older) resident.older.newer = resident.newer;
    else this.#oldest = resident.newer;
    if (resident.newer) resident.newer.older = resident.older;
    else this.#newest = resident.older;
    resident.older = undefined;
    resident.newer = undefined;
  }

  #append(resident: Resident, bytes: number): void {
    resident.heldBytes = bytes;
    resident.older = this.#newest;
    if (this.#newest) this.#newest.newer = resident;
    else this.#oldest = resident;
    this.#newest = resident;
    this.#bytes += bytes;
  }
}
