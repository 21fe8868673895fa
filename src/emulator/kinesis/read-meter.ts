import type { KinesisLimits } from "../../core/limits/kinesis.ts";
import { TokenBucket } from "../token-bucket.ts";

/**
 * What one shard lets be read by all its shared consumers together: calls a second, and bytes a
 * second with the penalty rule of the GetRecords API reference. The byte bucket may be drawn below
 * zero; while it is, calls are throttled. A call that returns the maximum throttles for 5 s.
 */
export class ReadMeter {
  readonly #limits: KinesisLimits;
  readonly #calls: TokenBucket;
  readonly #bytes: TokenBucket;
  readonly #iterators: TokenBucket;
  #throttled = 0;

  constructor(limits: KinesisLimits, nowUs: number) {
    this.#limits = limits;
    this.#calls = new TokenBucket(limits.getRecordsPerSecondPerShard, nowUs);
    this.#bytes = new TokenBucket(limits.readBytesPerSecondPerShard, nowUs);
    this.#iterators = new TokenBucket(limits.getShardIteratorPerSecondPerShard, nowUs);
  }

  /** GetRecords calls that were refused. */
  get throttled(): number {
    return this.#throttled;
  }

  admitIterator(nowUs: number): boolean {
    if (!this.#iterators.has(1, nowUs)) return false;
    this.#iterators.take(1);
    return true;
  }

  admitRead(nowUs: number): boolean {
    if (!this.#bytes.has(0, nowUs) || !this.#calls.has(1, nowUs)) {
      this.#throttled++;
      return false;
    }
    this.#calls.take(1);
    return true;
  }

  /** Charges what an admitted call returned; `full` where the maximum of bytes cut it short. */
  charge(bytes: number, extent: "full" | "partial"): void {
    const debt = this.#limits.readDebtBytesMax;
    if (extent === "full") this.#bytes.indebt(debt);
    else this.#bytes.takeDownTo(bytes, debt);
  }
}
