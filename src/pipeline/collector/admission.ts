export interface AdmissionLimits {
  readonly recordsMax: number;
  readonly bytesMax: number;
}

/**
 * The bound of what a collector holds, in records and bytes: from the first byte of a body that is
 * read to the answer. What does not fit is not taken in, and the client is told to come again.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  #records = 0;
  #bytes = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  get records(): number {
    return this.#records;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** A ticket for one request, which takes what it needs as it goes and gives it back at once. */
  ticket(): Ticket {
    let [records, bytes] = [0, 0];
    return {
      take: (more) => {
        const { recordsMax, bytesMax } = this.#limits;
        const [moreRecords, moreBytes] = [more.records ?? 0, more.bytes ?? 0];
        if (this.#records + moreRecords > recordsMax) return false;
        if (this.#bytes + moreBytes > bytesMax) return false;
        this.#records += moreRecords;
        this.#bytes += moreBytes;
        records += moreRecords;
        bytes += moreBytes;
        return true;
      },
      giveBack: () => {
        this.#records -= records;
        this.#bytes -= bytes;
        records = 0;
        bytes = 0;
      },
    };
  }
}

export interface Ticket {
  /** Takes room for more, and answers whether there was any; else nothing was taken. */
  take(more: { readonly records?: number; readonly bytes?: number }): boolean;
  /** Gives all of it back; a second time does nothing. */
  giveBack(): void;
}
