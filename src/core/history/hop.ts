import { LatencyHistogram } from "../latency.ts";

/**
 * The latency of one hop of the path, always from the intended time of the record: over the whole
 * run, and by slice of the intended time (to two digits, for the charts). What collectors answered
 * is kept in the same form, and is from and by another time: see AnswerHistory.
 */
export class HopHistory {
  readonly latency = new LatencyHistogram();
  readonly bySlice = new Map<number, LatencyHistogram>();

  record(slice: number, us: number): void {
    this.latency.recordUs(us);
    this.#at(slice).recordUs(us);
  }

  merge(other: HopHistory): void {
    this.latency.merge(other.latency);
    for (const [slice, histogram] of other.bySlice) {
      this.#at(slice).merge(histogram);
    }
  }

  toJSON(): HopJson {
    return {
      latency: this.latency.toJSON(),
      bySlice: [...this.bySlice].map(([slice, histogram]) => [slice, histogram.toJSON()]),
    };
  }

  static fromJSON(json: HopJson): HopHistory {
    const hop = new HopHistory();
    hop.latency.merge(LatencyHistogram.fromJSON(json.latency));
    for (const [slice, histogram] of json.bySlice) {
      hop.bySlice.set(slice, LatencyHistogram.fromJSON(histogram));
    }
    return hop;
  }

  #at(slice: number): LatencyHistogram {
    let histogram = this.bySlice.get(slice);
    if (!histogram) this.bySlice.set(slice, (histogram = new LatencyHistogram(2)));
    return histogram;
  }
}

type LatencyJson = ReturnType<LatencyHistogram["toJSON"]>;

export interface HopJson {
  readonly latency: LatencyJson;
  readonly bySlice: readonly (readonly [number, LatencyJson])[];
}
