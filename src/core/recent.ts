import { LatencyHistogram } from "./latency.ts";

/** Latencies of the last seconds, for the live picture: two histograms that take turns. */
export class RecentLatency {
  #current = new LatencyHistogram(2);
  #previous = new LatencyHistogram(2);
  #turnedAtUs = 0;

  recordUs(us: number): void {
    this.#current.recordUs(us);
  }

  /**
   * The 99th percentile over the last three to six seconds, in milliseconds; NaN without samples.
   */
  p99Ms(nowUs: number): number {
    const both = new LatencyHistogram(2);
    both.merge(this.#previous);
    both.merge(this.#current);
    if (nowUs - this.#turnedAtUs > 3_000_000) {
      [this.#current, this.#previous] = [this.#previous, this.#current];
      this.#current.reset();
      this.#turnedAtUs = nowUs;
    }
    return both.percentileMs(99);
  }
}
