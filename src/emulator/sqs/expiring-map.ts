interface Entry<T> {
  readonly key: string;
  readonly value: T;
  readonly expiresAtMs: number;
  next: Entry<T> | undefined;
}

/**
 * A map that forgets each value an interval after it was set. Values expire in the order in which
 * they came, so that what is to be forgotten is always at the head of a list.
 */
export class ExpiringMap<T> {
  readonly #intervalMs: number;
  readonly #forgotten: (value: T) => void;
  readonly #byKey = new Map<string, Entry<T>>();
  #first: Entry<T> | undefined;
  #last: Entry<T> | undefined;

  /** `forgotten` is told of each value once, when a later call finds it expired. */
  constructor(intervalMs: number, forgotten: (value: T) => void = () => {}) {
    this.#intervalMs = intervalMs;
    this.#forgotten = forgotten;
  }

  get(key: string, nowMs: number): T | undefined {
    this.#expire(nowMs);
    return this.#byKey.get(key)?.value;
  }

  set(key: string, value: T, nowMs: number): void {
    this.#expire(nowMs);
    const entry = { key, value, expiresAtMs: nowMs + this.#intervalMs, next: undefined };
    if (this.#last) this.#last.next = entry;
    else this.#first = entry;
    this.#last = entry;
    this.#byKey.set(key, entry);
  }

  #expire(nowMs: number): void {
    while (this.#first && this.#first.expiresAtMs <= nowMs) {
      const entry = this.#first;
      if (this.#byKey.get(entry.key) === entry) this.#byKey.delete(entry.key);
      this.#first = entry.next;
      this.#forgotten(entry.value);
    }
    if (!this.#first) this.#last = undefined;
  }
}
