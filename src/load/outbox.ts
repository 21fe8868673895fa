import { Fifo } from "./fifo.ts";
import type { Parcel } from "./parcel.ts";

export interface CallLimits {
  /** Of one call: Kinesis records, and their bytes with partition keys. */
  readonly recordsMax: number;
  readonly bytesMax: number;
  readonly lingerMs: number;
}

/**
 * Parcels that wait for a call, oldest first. The parcels of a lane never travel in two calls at
 * once: those of a lane that is under way step aside, and are the first to go when it is back.
 */
export class Outbox {
  readonly #limits: CallLimits;
  readonly #waiting = new Fifo<Parcel>();
  /** Those that had to step aside: older than all that wait, and due. */
  readonly #returned = new Fifo<Parcel>();
  /** By lane that is under way: what steps aside for it. */
  readonly #underWay = new Map<string, Parcel[]>();
  #bytes = 0;

  constructor(limits: CallLimits) {
    this.#limits = limits;
  }

  push(parcel: Parcel): void {
    this.#enqueue(this.#waiting, parcel);
  }

  /** When the next call is due: full, or with the linger of its oldest parcel over. */
  dueUs(): number {
    if (this.#returned.length > 0) return 0;
    const oldest = this.#waiting.peek();
    if (!oldest) return Infinity;
    const { recordsMax, bytesMax, lingerMs } = this.#limits;
    if (this.#waiting.length >= recordsMax || this.#bytes >= bytesMax) return 0;
    return oldest.queuedUs + lingerMs * 1_000;
  }

  /** Takes a call's parcels. None, where all that waits steps aside. */
  take(): Parcel[] {
    const { recordsMax, bytesMax } = this.#limits;
    const call: Parcel[] = [];
    let bytes = 0;
    for (;;) {
      const queue = this.#returned.length > 0 ? this.#returned : this.#waiting;
      const next = queue.peek();
      if (!next || call.length === recordsMax) break;
      const aside = this.#underWay.get(next.lane);
      if (!aside && call.length > 0 && bytes + next.bytes > bytesMax) break;
      queue.take();
      this.#bytes -= next.bytes;
      if (aside) aside.push(next);
      else {
        call.push(next);
        bytes += next.bytes;
      }
    }
    for (const { lane } of call) if (!this.#underWay.has(lane)) this.#underWay.set(lane, []);
    return call;
  }

  /** The call that these parcels travelled in was answered: their lanes are free. */
  cameBack(call: readonly Parcel[]): void {
    for (const { lane } of call) {
      const aside = this.#underWay.get(lane);
      if (!aside) continue;
      this.#underWay.delete(lane);
      for (const parcel of aside) this.#enqueue(this.#returned, parcel);
    }
  }

  /** Takes all that waits. */
  clear(): Parcel[] {
    const all: Parcel[] = [];
    for (const aside of this.#underWay.values()) all.push(...aside.splice(0));
    for (const queue of [this.#returned, this.#waiting]) {
      for (let next = queue.take(); next; next = queue.take()) all.push(next);
    }
    this.#bytes = 0;
    return all;
  }

  #enqueue(queue: Fifo<Parcel>, parcel: Parcel): void {
    queue.push(parcel);
    this.#bytes += parcel.bytes;
  }
}
