import type { Clock } from "../../core/clock.ts";
import { TokenBucket } from "../token-bucket.ts";
import { S3Error } from "./errors.ts";
import type { S3Limits } from "../../core/limits/s3.ts";

/** Which of the two request rates of a prefix a request counts against. */
export type RateClass = "read" | "write";

/** Above this many partitions, those that are full again are forgotten. */
const partitionsKept = 4_096;

/**
 * The request rates of partitioned prefixes: a token bucket each for reads and for writes, which
 * holds one second's worth.
 *
 * A partitioned prefix is here the bucket with the first `partitionedPrefixSegments` segments of
 * the key: `raw/2026/01/x.gz` and `raw/y` share `raw/`; a key without a slash counts to the
 * bucket's root. A list request counts by its `prefix`, each key of DeleteObjects by itself. S3
 * itself splits partitions under sustained load and answers SlowDown meanwhile; here they never
 * split.
 */
export class RequestRates {
  readonly #clock: Clock;
  readonly #limits: S3Limits;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(clock: Clock, limits: S3Limits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Takes one request, or throws SlowDown. */
  take(rateClass: RateClass, bucket: string, key: string): void {
    const nowUs = this.#clock.monotonicUs();
    const name = `${rateClass} ${bucket}/${this.#partitionOf(key)}`;
    let requests = this.#buckets.get(name);
    if (!requests) {
      if (this.#buckets.size >= partitionsKept) this.#forgetIdle(nowUs);
      requests = new TokenBucket(this.#perSecond(rateClass), nowUs);
      this.#buckets.set(name, requests);
    }
    if (!requests.has(1, nowUs)) throw new S3Error("SlowDown");
    requests.take(1);
  }

  #perSecond(rateClass: RateClass): number {
    return rateClass === "read"
      ? this.#limits.readsPerSecondPerPrefix
      : this.#limits.writesPerSecondPerPrefix;
  }

  #partitionOf(key: string): string {
    let end = 0;
    for (let segment = 0; segment < this.#limits.partitionedPrefixSegments; segment++) {
      const slash = key.indexOf("/", end);
      if (slash < 0) break;
      end = slash + 1;
    }
    return key.slice(0, end);
  }

  /** A bucket that is full again is no different from a new one. */
  #forgetIdle(nowUs: number): void {
    for (const [name, requests] of this.#buckets) {
      if (requests.isFull(nowUs)) this.#buckets.delete(name);
    }
  }
}
