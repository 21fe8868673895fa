const none = -1;

/**
 * Whose turn it is among entities that each come at gaps of their own, in whole seconds: a wheel of
 * lists, one a second. Its clock is the entities'. An event that is asked for is the next turn,
 * whenever that is: so the clock runs with the load. At the mean rate it keeps real time, at the
 * peak it is ahead, and the gaps keep their shape at every rate.
 *
 * Entities are many, and each is touched seldom: what counts is how much memory a turn touches.
 */
export class Turns {
  /** The last to be put into each second of the wheel, or `none`; each points to the one before. */
  readonly #lastOf: Int32Array;
  readonly #before: Int32Array;
  readonly #mask: number;
  #now = 0;

  /** No gap is longer than `gapMax`. Each entity's first turn is in so many seconds. */
  constructor(gapMax: number, firstTurns: readonly number[]) {
    const seconds = 2 ** Math.ceil(Math.log2(gapMax + 1));
    this.#mask = seconds - 1;
    this.#lastOf = new Int32Array(seconds).fill(none);
    this.#before = new Int32Array(firstTurns.length);
    for (const [entity, gap] of firstTurns.entries()) this.putBack(entity, gap);
  }

  /** Seconds since the start. */
  get now(): number {
    return this.#now;
  }

  /** Takes the entity whose turn it is. It has no other turn until `putBack`. */
  take(): number {
    while (this.#lastOf[this.#now & this.#mask] === none) this.#now++;
    const entity = this.#lastOf[this.#now & this.#mask] as number;
    this.#lastOf[this.#now & this.#mask] = this.#before[entity] as number;
    return entity;
  }

  /** The next turn of an entity that was taken comes after the gap, a whole number of seconds. */
  putBack(entity: number, gap: number): void {
    const second = (this.#now + gap) & this.#mask;
    this.#before[entity] = this.#lastOf[second] as number;
    this.#lastOf[second] = entity;
  }
}
