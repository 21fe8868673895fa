import { LatencyHistogram } from "../latency.ts";

/** A pause of a consumer and what followed. Microseconds after the start of the run. */
export interface CatchUp {
  readonly pausedUs: number;
  readonly resumedUs: number;
  /** When each shard had been read up to its tip; undefined where that never was so. */
  backAtTipUs?: number;
}

/** What one consumer of a stream saw of it: an instance of a stage that reads the stream itself. */
export class ConsumerHistory {
  /**
   * From the arrival in the stream (which the service states in whole milliseconds) to the read.
   */
  readonly propagation = new LatencyHistogram();
  records = 0;
  /** As many as the plan has pauses for it. */
  readonly catchUps: CatchUp[] = [];

  merge(other: ConsumerHistory): void {
    this.propagation.merge(other.propagation);
    this.records += other.records;
    this.catchUps.push(...other.catchUps);
  }

  toJSON(): ConsumerJson {
    const { propagation, records, catchUps } = this;
    return { propagation: propagation.toJSON(), records, catchUps };
  }

  static fromJSON(json: ConsumerJson): ConsumerHistory {
    const consumer = new ConsumerHistory();
    consumer.propagation.merge(LatencyHistogram.fromJSON(json.propagation));
    consumer.records = json.records;
    consumer.catchUps.push(...json.catchUps);
    return consumer;
  }
}

export interface ConsumerJson {
  readonly propagation: ReturnType<LatencyHistogram["toJSON"]>;
  readonly records: number;
  readonly catchUps: readonly CatchUp[];
}
