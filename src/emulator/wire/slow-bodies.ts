import { after, soon } from "../../core/timers.ts";
import type { Patience } from "./patience.ts";

/** A body on its way in. */
export interface IncomingBody {
  /** Bytes so far. */
  readonly received: number;
  /** Called where the body stops coming. */
  giveUp(): void;
}

/**
 * Gives up bodies that do not come on. One look at all of them at a time, not a timer for each:
 * nearly every body is here for a moment.
 */
export class SlowBodies {
  /** With what each had brought at the last look; undefined before its first. */
  readonly #open = new Map<IncomingBody, number | undefined>();
  readonly #patience: Patience;
  #isLooking = false;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  watch(body: IncomingBody): void {
    this.#open.set(body, undefined);
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#lookLater();
  }

  forget(body: IncomingBody): void {
    this.#open.delete(body);
  }

  #look(): void {
    for (const [body, before] of this.#open) {
      if (before === undefined || body.received - before >= this.#patience.bodyBytesMin) {
        this.#open.set(body, body.received);
      } else {
        this.#open.delete(body);
        body.giveUp();
      }
    }
    this.#isLooking = this.#open.size > 0;
    if (this.#isLooking) this.#lookLater();
  }

  /** After what has come in by then: a busy process may not have read it yet. */
  #lookLater(): void {
    after(this.#patience.bodyMs, () => soon(() => this.#look()));
  }
}
