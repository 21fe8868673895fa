import type { LatencyFigures } from "../latency.ts";

/** Requests of one size, sent to one collector in a closed loop. Counts are of requests. */
export interface SaturatedPattern {
  readonly recordsPerRequest: number;
  readonly tookMs: number;
  /** Answered with 2xx, and said that all of its events are stored. */
  readonly stored: number;
  /** Answered with 2xx, and did not say so. */
  readonly notAllStored: number;
  /** Answered with 503. */
  readonly pushedBack: number;
  readonly otherAnswers: number;
  /** Without an answer, though there was time for one. */
  readonly brokenOff: number;
  /** Events that the 2xx answers said are stored. */
  readonly events: number;
  /** Of the 2xx answers, from the sending of the request: service times under saturation. */
  readonly serviceMs: LatencyFigures;
}

/** What one collector took when it was given all that it could take, apart from the run. */
export interface Saturation {
  readonly connections: number;
  readonly patterns: readonly SaturatedPattern[];
  /**
   * Events that the collector says it has called stored, by its own count: in it are answers that
   * came when their clients had left already.
   */
  readonly claimed: number;
  /** Records read back from the stream that nobody else wrote to. */
  readonly inStream: number;
}
