import { BudgetTally } from "../../core/history/budget.ts";
import type { History } from "../../core/history/history.ts";
import type { RecordSet } from "../../core/record-set.ts";
import type { Plan } from "../../scenario/plan.ts";

/**
 * The freshness budget: what the workers saw durable in FINAL, and what never came there. A lost
 * record was seen by nobody, so it is a cluster of its own.
 */
export function freshnessTally(history: History, plan: Plan, lost: RecordSet): BudgetTally {
  const tally = new BudgetTally();
  tally.merge(history.freshness);
  const sliceOf = slicesOfOrdinals(history, plan);
  for (const { source, ordinal } of lost) {
    tally.record(sliceOf(source, ordinal), false);
    tally.cluster(1, 1);
  }
  return tally;
}

/**
 * The slice in which a record was intended. Every source follows the one curve of the load, so the
 * share of its records that came before tells the time, and the load's offered records by slice
 * are that curve.
 */
function slicesOfOrdinals({ load }: History, plan: Plan) {
  const offeredBefore = [0];
  for (let slice = 0; slice < load.offered.length; slice++) {
    offeredBefore.push((offeredBefore[slice] as number) + load.offered.at(slice));
  }
  return (source: number, ordinal: number): number => {
    const records = plan.load.sources[source]?.records ?? 1;
    const before = ((ordinal + 0.5) / records) * plan.load.records;
    let low = 0;
    let high = Math.max(0, load.offered.length - 1);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((offeredBefore[middle + 1] as number) > before) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
