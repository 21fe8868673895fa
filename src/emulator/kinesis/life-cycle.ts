/**
 * CREATING → ACTIVE once the transition has passed; ACTIVE → UPDATING → ACTIVE with each change
 * that takes a transition; any → DELETING by a deletion, and gone once the transition has passed
 * again.
 */
export type LifeStatus = "CREATING" | "ACTIVE" | "UPDATING" | "DELETING";

export interface LifeCycleOptions {
  readonly createdMs: number;
  /** How long CREATING, UPDATING and DELETING last. */
  readonly transitionMs: number;
  /** Of one that was saved. */
  readonly updatedMs?: number | undefined;
  readonly deletedMs?: number | undefined;
}

/** The states of a stream, a consumer or a channel, by the times at which they began. */
export class LifeCycle {
  readonly createdMs: number;
  readonly #transitionMs: number;
  #updatedMs: number | undefined;
  #deletedMs: number | undefined;

  constructor(options: LifeCycleOptions) {
    this.createdMs = options.createdMs;
    this.#transitionMs = options.transitionMs;
    this.#updatedMs = options.updatedMs;
    this.#deletedMs = options.deletedMs;
  }

  /** When the last change began that took a transition; undefined where there was none. */
  get updatedMs(): number | undefined {
    return this.#updatedMs;
  }

  /** When the deletion began; undefined where it has not. */
  get deletedMs(): number | undefined {
    return this.#deletedMs;
  }

  status(nowMs: number): LifeStatus {
    const { createdMs, updatedMs = -Infinity, deletedMs = Infinity } = this;
    if (nowMs >= deletedMs) return "DELETING";
    if (nowMs < createdMs + this.#transitionMs) return "CREATING";
    return nowMs < updatedMs + this.#transitionMs ? "UPDATING" : "ACTIVE";
  }

  /** Begins a change that the service does not make at once. */
  update(nowMs: number): void {
    this.#updatedMs = nowMs;
  }

  delete(nowMs: number): void {
    this.#deletedMs = Math.min(this.#deletedMs ?? Infinity, nowMs);
  }

  gone(nowMs: number): boolean {
    return nowMs >= (this.#deletedMs ?? Infinity) + this.#transitionMs;
  }
}
