// To add a check: write it in a file of its own with its test beside it, add its name to
// `checkNames` in verdict.ts and its thresholds to ChecksPlan, and put it into this table.
import type { History } from "../core/history/history.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Accounts } from "./accounts.ts";
import { checkAvailability } from "./availability.ts";
import { checkDeduplication } from "./deduplication.ts";
import { checkLatency } from "./latency.ts";
import { checkOrdering } from "./ordering.ts";
import { checkReconciliation } from "./reconciliation.ts";
import { checkSaturation } from "./saturation.ts";
import { checkThrottling } from "./throttling.ts";
import { checkValidity } from "./validity.ts";
import type { CheckName, CheckResult } from "./verdict.ts";

/**
 * A check is a pure function of the history and the plan. The accounts follow from the two: they
 * are handed on so that they are settled once, and a check that gets none settles them itself.
 */
export type Check = (history: History, plan: Plan, accounts?: Accounts) => CheckResult;

/** Every check by its name: the names are those of the plan's section of thresholds. */
export const checks: Readonly<Record<CheckName, Check>> = {
  latency: checkLatency,
  throttling: checkThrottling,
  deduplication: checkDeduplication,
  ordering: checkOrdering,
  availability: checkAvailability,
  saturation: checkSaturation,
  reconciliation: checkReconciliation,
  validity: checkValidity,
};
