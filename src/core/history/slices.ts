/** Sums by time slice: a growable row of numbers, merged by adding. */
export class SliceSeries {
  #values: number[] = [];

  add(slice: number, amount = 1): void {
    const index = Math.max(0, slice);
    while (this.#values.length <= index) this.#values.push(0);
    this.#values[index] = (this.#values[index] as number) + amount;
  }

  at(slice: number): number {
    return this.#values[slice] ?? 0;
  }

  get length(): number {
    return this.#values.length;
  }

  total(): number {
    return this.#values.reduce((sum, value) => sum + value, 0);
  }

  merge(other: SliceSeries): void {
    for (const [slice, value] of other.#values.entries()) this.add(slice, value);
  }

  toJSON(): number[] {
    return [...this.#values];
  }

  static fromJSON(json: readonly number[]): SliceSeries {
    const series = new SliceSeries();
    series.#values = [...json];
    return series;
  }
}
