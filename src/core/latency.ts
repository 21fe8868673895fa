import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from "hdr-histogram-js";
import { ValueCounts, valueLimit } from "./value-counts.ts";

/** The figures of a latency distribution, in milliseconds. */
export interface LatencyFigures {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly p9999: number;
  readonly max: number;
}

/** The largest latency that is told apart, in microseconds: one hour. Longer ones count as this. */
const highestUs = 3_600_000_000;

/**
 * A mergeable histogram of latencies in microseconds, exact to three significant digits, in bounded
 * memory. A sample below zero (two clocks that disagree) is counted, shown, and recorded as zero:
 * dropping it would flatter the percentiles.
 */
export class LatencyHistogram {
  /** All but what is in `#recent`: read it by `#whole()`. */
  #histogram: Histogram;
  /** Samples since the histogram was last read: recording there is the hot path. */
  readonly #recent: ValueCounts;
  #belowZero = 0;
  /** Kept beside the histogram, which knows it only to its digits once it was written and read. */
  #maxUs = 0;

  constructor(significantDigits: 2 | 3 = 3) {
    this.#histogram = build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: highestUs,
      numberOfSignificantValueDigits: significantDigits,
      bitBucketSize: 32,
    });
    this.#recent = new ValueCounts(significantDigits === 3 ? 10 : 7);
  }

  /** Records a sample of so many microseconds, or several of the same. */
  recordUs(us: number, samples = 1): void {
    if (Number.isNaN(us)) throw new RangeError("a latency is a number");
    if (us < 0) this.#belowZero += samples;
    const value = Math.min(highestUs, Math.max(0, Math.round(us)));
    if (value < valueLimit) this.#recent.add(value, samples);
    else this.#histogram.recordValueWithCount(value, samples);
    this.#maxUs = Math.max(this.#maxUs, value);
  }

  get count(): number {
    return this.#whole().totalCount;
  }

  get belowZero(): number {
    return this.#belowZero;
  }

  /**
   * The latency in milliseconds that `percentile` per cent (0 to 100) of the samples stay within.
   */
  percentileMs(percentile: number): number {
    if (this.count === 0) return Number.NaN;
    // The histogram answers the upper edge of a bucket, which may lie above the greatest sample.
    return Math.min(this.#whole().getValueAtPercentile(percentile), this.#maxUs) / 1_000;
  }

  maxMs(): number {
    return this.count === 0 ? Number.NaN : this.#maxUs / 1_000;
  }

  figures(): LatencyFigures {
    const at = (percentile: number) => (this.count === 0 ? 0 : this.percentileMs(percentile));
    return {
      count: this.count,
      p50: at(50),
      p90: at(90),
      p99: at(99),
      p999: at(99.9),
      p9999: at(99.99),
      max: this.count === 0 ? 0 : this.maxMs(),
    };
  }

  merge(other: LatencyHistogram): void {
    if (other.count > 0) this.#histogram.add(other.#whole());
    this.#belowZero += other.#belowZero;
    this.#maxUs = Math.max(this.#maxUs, other.#maxUs);
  }

  reset(): void {
    this.#whole().reset();
    this.#belowZero = 0;
    this.#maxUs = 0;
  }

  /** HdrHistogram's V2 compressed format, readable by its other tools. */
  toJSON(): LatencyJson {
    const hdr = encodeIntoCompressedBase64(this.#whole());
    return { hdr, belowZero: this.#belowZero, maxUs: this.#maxUs };
  }

  static fromJSON(json: LatencyJson): LatencyHistogram {
    const latency = new LatencyHistogram();
    latency.#histogram = decodeFromCompressedBase64(json.hdr, 32);
    latency.#belowZero = json.belowZero;
    latency.#maxUs = json.maxUs;
    return latency;
  }

  #whole(): Histogram {
    this.#recent.drain((value, samples) => this.#histogram.recordValueWithCount(value, samples));
    return this.#histogram;
  }
}

interface LatencyJson {
  readonly hdr: string;
  readonly belowZero: number;
  readonly maxUs: number;
}
