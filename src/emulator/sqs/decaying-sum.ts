/** A sum in which what was added counts less the longer ago it was: 1/e of it after a window. */
export class DecayingSum {
  readonly #windowMs: number;
  #value = 0;
  #atMs = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(amount: number, nowMs: number): void {
    this.#value = this.at(nowMs) + amount;
    this.#atMs = nowMs;
  }

  at(nowMs: number): number {
    return this.#value === 0 ? 0 : this.#value * Math.exp((this.#atMs - nowMs) / this.#windowMs);
  }

  clear(): void {
    this.#value = 0;
  }
}
