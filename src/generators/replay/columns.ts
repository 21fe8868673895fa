type Column = Float64Array | Uint32Array | Uint8Array;

/** A typed array that grows: a column of a table with one entry a row. */
class GrowingColumn<C extends Column> {
  #values: C;
  #length = 0;
  readonly #make: (length: number) => C;

  constructor(make: (length: number) => C) {
    this.#make = make;
    this.#values = make(1_024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = this.#make(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index] as number;
  }

  /** All that was pushed, at its own length. */
  values(): C {
    return this.#values.slice(0, this.#length) as C;
  }
}

export const float64s = () => new GrowingColumn((length) => new Float64Array(length));
export const uint32s = () => new GrowingColumn((length) => new Uint32Array(length));
export const uint8s = () => new GrowingColumn((length) => new Uint8Array(length));
