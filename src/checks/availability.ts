import type { BudgetTally } from "../core/history/budget.ts";
import type { History } from "../core/history/history.ts";
import { formatCount, formatDuration, formatShare } from "../core/units.ts";
import type { AvailabilityPlan, Plan } from "../scenario/plan.ts";
import { settleAccounts, type Accounts } from "./accounts.ts";
import { placeWords } from "./accounts/places.ts";
import { allowedShare } from "./availability/allowed-share.ts";
import { badShareBound, confidence } from "./availability/bound.ts";
import { burnOf, type BurnPeak } from "./availability/burn-rate.ts";
import { compositionNotes } from "./availability/composition.ts";
import { freshnessTally } from "./availability/freshness.ts";
import { timeOfSlice } from "./evidence/day-time.ts";
import { Findings } from "./evidence/findings.ts";
import { counted } from "./evidence/record-names.ts";
import type { CheckResult } from "./verdict.ts";

/** The two error budgets: records acknowledged in time, and records in FINAL in time. */
export function checkAvailability(
  history: History,
  plan: Plan,
  accounts: Accounts = settleAccounts(history, plan),
): CheckResult {
  const { availability } = plan.checks;
  const findings = new Findings();
  if (!availability) {
    findings.invalid("no objective is set");
    return findings.result({ name: "availability", expected: "", observed: "" });
  }
  const { objective, ingestWithinMs, freshnessWithinMs } = availability;
  const expected = [`${percent(objective)} acknowledged within ${formatDuration(ingestWithinMs)}`];
  const setting = { plan, availability, findings };
  const observed = [judgeBudget("ingest", history.load.ingest, setting)];
  if (freshnessWithinMs !== undefined) {
    expected.push(`${percent(objective)} in FINAL within ${formatDuration(freshnessWithinMs)}`);
    if (!history.scans.final) {
      findings.invalid(`${placeWords.final} was not read back: what is lost is not known`);
    }
    const tally = freshnessTally(history, plan, accounts.final.lost);
    observed.push(judgeBudget("freshness", tally, setting));
  }
  const { sliceMs, compression } = plan.playback;
  const window = (slices: number) => formatDuration(slices * sliceMs * compression);
  expected.push(
    `burn rate ≤ ${availability.burnRateMax} over ${window(availability.longWindowSlices)} and ` +
      `${window(availability.shortWindowSlices)} of the day`,
  );
  return findings.result({
    name: "availability",
    expected: expected.join(", "),
    observed: observed.join(", "),
  });
}

interface Setting {
  readonly plan: Plan;
  readonly availability: AvailabilityPlan;
  readonly findings: Findings;
}

/** Judges one budget and answers what was observed, in a few words. */
function judgeBudget(name: "ingest" | "freshness", tally: BudgetTally, setting: Setting): string {
  const { availability, findings } = setting;
  const bad = tally.bad.total();
  const records = bad + tally.good.total();
  if (records === 0) {
    findings.invalid(`${name}: no record to judge by`);
    return `${name} –`;
  }
  // Of one record in ten thousand, the budget is one, however binary fractions see it.
  const budget = Number((records * allowedShare(availability.objective)).toPrecision(12));
  const spent = `${formatCount(bad)} bad of ${counted(records, "record")}`;
  if (bad > budget) {
    findings.fail(
      `${name}: ${spent}, ${decimal(bad - budget)} more than the budget of ${decimal(budget)}`,
    );
  }
  findings.note(
    `${name}: ${spent}; of a budget of ${decimal(budget)} records ` +
      `${share(bad, budget)} spent, ${share(Math.max(0, budget - bad), budget)} left`,
  );
  const proof = noteBound(name, tally, setting);
  for (const note of compositionNotes(availability, name)) findings.note(note);
  judgeBurn(name, tally, setting);
  return `${name} ${percent(1 - bad / records)} (${spent}; ${proof})`;
}

/** Shows the confidence bound, and answers whether it proves the objective, in words. */
function noteBound(name: string, tally: BudgetTally, { availability, findings }: Setting): string {
  const bound = badShareBound(tally);
  const isProven = bound <= allowedShare(availability.objective);
  const proof = isProven ? "proven" : "not proven at this size";
  findings.note(
    `${name}: at ${formatShare(confidence)} confidence at most ${percent(bound)} bad, by ` +
      `${counted(tally.clusters, "cluster")}: ${isProven ? "the objective is " : ""}${proof}`,
  );
  return proof;
}

function judgeBurn(name: string, tally: BudgetTally, setting: Setting): void {
  const { plan, availability, findings } = setting;
  const { peak, alarm } = burnOf(tally, availability);
  const words = ({ rate, slice, bad }: BurnPeak) =>
    `${decimal(rate)} at ${timeOfSlice(plan, slice)}, with ${counted(bad, "bad record")}`;
  if (alarm) {
    findings.fail(
      `${name}: burn-rate alarm, ${words(alarm)}; allowed is ${availability.burnRateMax}`,
    );
  }
  findings.note(
    peak.rate === 0
      ? `${name}: burn rate 0 throughout`
      : `${name}: greatest burn rate in both windows ${words(peak)}; an alarm needs ` +
          `${availability.alarmRecordsMin}`,
  );
}

function share(part: number, whole: number): string {
  if (whole === 0) return part === 0 ? "0 %" : "more than all";
  return formatShare(part / whole, 1);
}

/** With enough digits for a tenth of the strictest budgets that are in use. */
function percent(value: number): string {
  return formatShare(value, 5);
}

function decimal(value: number): string {
  return String(Number(value.toFixed(2)));
}
