import { Heap } from "../core/heap.ts";
import type { Random } from "../core/random.ts";

/** Least and greatest delay, in milliseconds. */
type DelayMs = readonly [number, number];

/** What is planted: shares of all intended records, delays in milliseconds of real time. */
export interface Planted {
  readonly natural: number;
  readonly synthetic: number;
  readonly malformed: number;
  /** Share of the copies that come beyond the de-duplication window. */
  readonly beyondWindow: number;
  readonly withinDelayMs: DelayMs;
  readonly beyondDelayMs: DelayMs;
}

/** A copy that waits for its time. */
export interface PendingCopy {
  readonly kind: "natural" | "synthetic";
  readonly beyondWindow: boolean;
  /** Microseconds after the start of the run at which the original was intended. */
  readonly originUs: number;
  /** Sequence number of the original. */
  readonly origin: number;
  readonly partitionKey: string;
  readonly payload: Buffer;
}

/** The record of a unique event. */
interface Original {
  readonly sequence: number;
  readonly intendedUs: number;
  readonly partitionKey: string;
  readonly payload: Buffer;
}

/** The copies of a stripe: draws which events are copied, and hands each copy out when due. */
export class Copies {
  readonly #planted: Planted;
  readonly #random: Random;
  readonly #pending = new Heap<PendingCopy>();
  /** Chance that a unique event is copied: the share of copies among all, over that of uniques. */
  readonly #chance: number;
  readonly #latestWithinUs: number;

  constructor(planted: Planted, random: Random) {
    const copied = planted.natural + planted.synthetic;
    const unique = 1 - planted.malformed - copied;
    if (copied > unique) throw new RangeError("an event is copied at most once");
    this.#planted = planted;
    this.#random = random;
    this.#chance = copied === 0 ? 0 : copied / unique;
    this.#latestWithinUs = latestWithinMs(planted) * 1_000;
  }

  /** Draws whether, how and when a unique event is copied. */
  consider({ sequence, intendedUs, partitionKey, payload }: Original): void {
    if (!this.#random.chance(this.#chance)) return;
    const { natural, synthetic, beyondWindow, withinDelayMs, beyondDelayMs } = this.#planted;
    const isNatural = this.#random.chance(natural / (natural + synthetic));
    const isBeyond = this.#random.chance(beyondWindow);
    const delayMs = this.#random.between(...(isBeyond ? beyondDelayMs : withinDelayMs));
    this.#pending.push(intendedUs + delayMs * 1_000, {
      kind: isNatural ? "natural" : "synthetic",
      beyondWindow: isBeyond,
      originUs: intendedUs,
      origin: sequence,
      partitionKey,
      payload: unpooled(payload),
    });
  }

  /** The copy that is due longest, if one is. */
  due(us: number): PendingCopy | undefined {
    while (this.#pending.peekKey() <= us) {
      const copy = this.#pending.pop() as PendingCopy;
      if (copy.beyondWindow || us - copy.originUs <= this.#latestWithinUs) return copy;
    }
    return undefined;
  }
}

/**
 * In a slow stripe the first slot after a copy's time may come late. One that was to be within the
 * window is not sent when it has come nearer to the copies beyond: its class would be in doubt.
 */
function latestWithinMs({ withinDelayMs, beyondDelayMs }: Planted): number {
  const [, within] = withinDelayMs;
  const [beyond] = beyondDelayMs;
  return beyond > within ? (within + beyond) / 2 : Number.POSITIVE_INFINITY;
}

/** Small buffers share slabs: one that is kept for long would keep all its neighbours. */
function unpooled(payload: Buffer): Buffer {
  const kept = Buffer.allocUnsafeSlow(payload.length);
  payload.copy(kept);
  return kept;
}
