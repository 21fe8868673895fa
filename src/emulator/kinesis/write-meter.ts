import type { KinesisLimits } from "../../core/limits/kinesis.ts";
import { TokenBucket } from "../token-bucket.ts";

/** What a shard took in a while. */
export interface Written {
  readonly bytes: number;
  readonly records: number;
}

/**
 * What one shard lets be written. Two buckets of one second's worth, bytes and records, and a burst
 * tank that refills at the same rate: a record above 1 MiB draws on the tank alone, any other on
 * the bucket as well, so that large records are taken and the average still holds (Large records,
 * developer guide). Bytes include the partition key.
 */
export class WriteMeter {
  readonly #limits: KinesisLimits;
  readonly #bytes: TokenBucket;
  readonly #records: TokenBucket;
  readonly #burst: TokenBucket;
  /** The PutRecords call that `#callBytes` and `#callCharged` belong to. */
  #call = -1;
  #callBytes = 0;
  #callCharged = 0;
  #writtenBytes = 0;
  #writtenRecords = 0;
  #throttled = 0;

  constructor(limits: KinesisLimits, nowUs: number) {
    const perSecond = limits.writeBytesPerSecondPerShard;
    this.#limits = limits;
    this.#bytes = new TokenBucket(perSecond, nowUs);
    this.#records = new TokenBucket(limits.writeRecordsPerSecondPerShard, nowUs);
    const tank = Math.max(perSecond, limits.writeBurstBytesPerShard);
    this.#burst = new TokenBucket(perSecond, nowUs, tank);
  }

  /** Records that were refused. */
  get throttled(): number {
    return this.#throttled;
  }

  /** A record on its own, as PutRecord sends it: its bytes are rounded up to the next KiB. */
  admitOne(bytes: number, nowUs: number): boolean {
    return this.#draw(bytes, this.#rounded(bytes), nowUs);
  }

  /**
   * A record of the PutRecords call numbered `call`: the sum of what the call has written to this
   * shard is rounded up, not each record.
   */
  admitOfCall(call: number, bytes: number, nowUs: number): boolean {
    if (this.#call !== call) {
      this.#call = call;
      this.#callBytes = 0;
      this.#callCharged = 0;
    }
    const charged = this.#rounded(this.#callBytes + bytes);
    if (!this.#draw(bytes, charged - this.#callCharged, nowUs)) return false;
    this.#callBytes += bytes;
    this.#callCharged = charged;
    return true;
  }

  /** What was admitted since this was last asked, not rounded. */
  takeWritten(): Written {
    const written = { bytes: this.#writtenBytes, records: this.#writtenRecords };
    this.#writtenBytes = 0;
    this.#writtenRecords = 0;
    return written;
  }

  #draw(bytes: number, charge: number, nowUs: number): boolean {
    const large = bytes > this.#limits.largeRecordBytes;
    const fits =
      this.#records.has(1, nowUs) &&
      this.#burst.has(charge, nowUs) &&
      (large || this.#bytes.has(charge, nowUs));
    if (!fits) {
      this.#throttled++;
      return false;
    }
    this.#records.take(1);
    this.#burst.take(charge);
    if (!large) this.#bytes.take(charge);
    this.#writtenBytes += bytes;
    this.#writtenRecords++;
    return true;
  }

  #rounded(bytes: number): number {
    const step = this.#limits.writeRoundingBytes;
    return Math.ceil(bytes / step) * step;
  }
}
