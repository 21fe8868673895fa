import { SliceSeries } from "./slices.ts";

/**
 * What an availability budget is judged on: good and bad records by time slice, and the sums over
 * clusters (the calls that the records travelled in) from which a cluster-robust bound follows.
 * Records of one call fail together, so they are not independent trials.
 */
export class BudgetTally {
  readonly good = new SliceSeries();
  readonly bad = new SliceSeries();
  /** Number of clusters, and over all clusters: Σ n², Σ n·b, Σ b² (n records, b of them bad). */
  clusters = 0;
  sumNN = 0;
  sumNB = 0;
  sumBB = 0;

  record(slice: number, isGood: boolean): void {
    (isGood ? this.good : this.bad).add(slice);
  }

  /** Closes one cluster. Its records are counted by `record` as well. */
  cluster(records: number, bad: number): void {
    if (records === 0) return;
    this.clusters++;
    this.sumNN += records * records;
    this.sumNB += records * bad;
    this.sumBB += bad * bad;
  }

  merge(other: BudgetTally): void {
    this.good.merge(other.good);
    this.bad.merge(other.bad);
    this.clusters += other.clusters;
    this.sumNN += other.sumNN;
    this.sumNB += other.sumNB;
    this.sumBB += other.sumBB;
  }

  toJSON(): BudgetTallyJson {
    const { clusters, sumNN, sumNB, sumBB } = this;
    return { good: this.good.toJSON(), bad: this.bad.toJSON(), clusters, sumNN, sumNB, sumBB };
  }

  static fromJSON(json: BudgetTallyJson): BudgetTally {
    const tally = new BudgetTally();
    tally.good.merge(SliceSeries.fromJSON(json.good));
    tally.bad.merge(SliceSeries.fromJSON(json.bad));
    const { clusters, sumNN, sumNB, sumBB } = json;
    return Object.assign(tally, { clusters, sumNN, sumNB, sumBB });
  }
}

export interface BudgetTallyJson {
  readonly good: number[];
  readonly bad: number[];
  readonly clusters: number;
  readonly sumNN: number;
  readonly sumNB: number;
  readonly sumBB: number;
}
