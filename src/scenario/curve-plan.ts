/**
 * How the rate of a load goes over the played stretch. A shape alone: how many records there are is
 * the load's `records`, and only the proportions within a curve count.
 */
export type CurvePlan = ShapePlan | HourlyPlan | SumPlan | RepeatPlan;

/** A shape is laid over the whole stretch. Its mean is 1. */
export type ShapePlan =
  | { readonly kind: "constant" }
  /** From one weight to another in a straight line. */
  | { readonly kind: "ramp"; readonly from: number; readonly to: number }
  /** Steps of equal length. */
  | { readonly kind: "stairs"; readonly weights: readonly number[] }
  | SpikePlan
  | SinePlan;

/** A rectangular burst on a constant base. */
export interface SpikePlan {
  readonly kind: "spike";
  /** Where the burst begins and how long it is, as shares of the stretch. */
  readonly at: number;
  readonly width: number;
  /** The rate within the burst, in rates outside it. */
  readonly times: number;
}

/** A rate that swings about its mean, from which it begins by rising. */
export interface SinePlan {
  readonly kind: "sine";
  readonly periods: number;
  /** As a share of the mean: at most 1. */
  readonly amplitude: number;
}

/** What the calendar says: constant within an hour. */
export interface HourlyPlan {
  readonly kind: "hourly";
  /**
   * The rate in each hour over the mean rate, from midnight: 24 of a day, or 168 of a week that
   * begins on Monday. Their mean is 1; that of the hours which are played need not be.
   */
  readonly weights: readonly number[];
}

export interface SumPlan {
  readonly kind: "sum";
  readonly parts: readonly {
    /** Of the records that are played: the shares add up to 1. */
    readonly share: number;
    readonly curve: CurvePlan;
  }[];
}

export interface RepeatPlan {
  readonly kind: "repeat";
  /** So often within the stretch; the last time is cut off where this is not whole. */
  readonly times: number;
  readonly curve: CurvePlan;
}
