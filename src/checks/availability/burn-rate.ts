import type { BudgetTally } from "../../core/history/budget.ts";
import type { AvailabilityPlan } from "../../scenario/plan.ts";
import { allowedShare } from "./allowed-share.ts";

/** How fast the budget was spent at its worst. */
export interface BurnPeak {
  /** 1 spends the budget exactly over the whole; the lesser of the two windows' rates. */
  readonly rate: number;
  /** The last slice of the windows. */
  readonly slice: number;
  /** Bad records in the long window. */
  readonly bad: number;
}

export interface Burn {
  readonly peak: BurnPeak;
  /** The worst moment at which both windows were above the limit, with enough bad records. */
  readonly alarm: BurnPeak | undefined;
}

/**
 * Slides two windows over the run. The long one says that it matters, the short one that it still
 * goes on; an alarm needs both. At the beginning of the run the windows are as long as the run is.
 */
export function burnOf(tally: BudgetTally, plan: AvailabilityPlan): Burn {
  let peak: BurnPeak = { rate: 0, slice: 0, bad: 0 };
  let alarm: BurnPeak | undefined;
  const slices = Math.max(tally.good.length, tally.bad.length);
  for (let slice = 0; slice < slices; slice++) {
    const long = windowOf(tally, slice, plan.longWindowSlices);
    const short = windowOf(tally, slice, plan.shortWindowSlices);
    const rate = Math.min(long.badShare, short.badShare) / allowedShare(plan.objective);
    const here = { rate, slice, bad: long.bad };
    if (rate > peak.rate) peak = here;
    const isAlarm = rate > plan.burnRateMax && long.bad >= plan.alarmRecordsMin;
    if (isAlarm && rate > (alarm?.rate ?? 0)) alarm = here;
  }
  return { peak, alarm };
}

function windowOf(tally: BudgetTally, last: number, slices: number) {
  let good = 0;
  let bad = 0;
  for (let slice = Math.max(0, last - slices + 1); slice <= last; slice++) {
    good += tally.good.at(slice);
    bad += tally.bad.at(slice);
  }
  return { bad, badShare: bad === 0 ? 0 : bad / (good + bad) };
}
