import type { History } from "../core/history/history.ts";
import { formatCount } from "../core/units.ts";
import type { Plan } from "../scenario/plan.ts";
import { settleAccounts, type Accounts } from "./accounts.ts";
import { placeWords, plannedPlaces } from "./accounts/places.ts";
import { Findings } from "./evidence/findings.ts";
import { counted, examplesOf } from "./evidence/record-names.ts";
import { judgeSaturated } from "./evidence/saturated.ts";
import type { CheckResult } from "./verdict.ts";

/** Lines of a scan that are quoted as examples. */
const quotedMax = 5;

/** Whether all that was confirmed is where it should be, once and unaltered, and nothing else. */
export function checkReconciliation(
  history: History,
  plan: Plan,
  accounts: Accounts = settleAccounts(history, plan),
): CheckResult {
  const { totals, rawMissing, malformedLost, notRead } = accounts;
  const limits = plan.checks.reconciliation ?? { lostMax: 0, extraMax: 0, alteredMax: 0 };
  const findings = new Findings();
  const planned = plannedPlaces(plan);
  for (const place of notRead) findings.invalid(`${placeWords[place]} was not read back`);
  if (totals.confirmed === 0) findings.invalid("no record was confirmed");
  if (!planned.has("raw") && !planned.has("final")) {
    findings.invalid("the plan has neither a RAW nor a FINAL to read back");
  }

  if (totals.lost > limits.lostMax) failForLost(accounts, plan, findings);
  if (!rawMissing.isEmpty()) {
    findings.fail(
      `${counted(rawMissing.count(), "confirmed record")} missing in RAW: ` +
        examplesOf(plan, rawMissing),
    );
  }
  if (!malformedLost.isEmpty()) {
    findings.fail(
      `${counted(malformedLost.count(), "malformed record")} neither quarantined nor in dead ` +
        `letters: ${examplesOf(plan, malformedLost)}`,
    );
  }
  if (totals.extra > limits.extraMax) failForExtra(history, plan, { accounts, findings });
  if (totals.altered > limits.alteredMax) failForAltered(history, findings);
  judgeSaturated(history, plan, findings);
  noteRest(history, plan, { accounts, findings });

  return findings.result({
    name: "reconciliation",
    verdict: findings.violationFirst,
    expected:
      `lost ≤ ${limits.lostMax}, extra ≤ ${limits.extraMax}, altered ≤ ${limits.alteredMax}, ` +
      "RAW holds every confirmed record",
    observed:
      `lost ${formatCount(totals.lost)}, extra ${formatCount(totals.extra)}, ` +
      `altered ${formatCount(totals.altered)}, missing in RAW ${formatCount(rawMissing.count())}`,
  });
}

interface Found {
  readonly accounts: Accounts;
  readonly findings: Findings;
}

function failForLost(accounts: Accounts, plan: Plan, findings: Findings): void {
  const { lost, totals, final, deadLettered } = accounts;
  const place = plannedPlaces(plan).has("final") ? "FINAL" : "RAW";
  findings.fail(
    `${counted(totals.lost, "confirmed record")} lost, not in ${place}: ` + examplesOf(plan, lost),
  );
  if (!final.lostBeyondWindow.isEmpty()) {
    findings.fail(
      `${formatCount(final.lostBeyondWindow.count())} of them are copies planted beyond the ` +
        `window, which were to pass: ${examplesOf(plan, final.lostBeyondWindow)}`,
    );
  }
  if (!deadLettered.isEmpty()) {
    findings.fail(
      `${counted(deadLettered.count(), "valid record")} ended in the dead letters: ` +
        examplesOf(plan, deadLettered),
    );
  }
}

function failForExtra({ scans }: History, plan: Plan, { accounts, findings }: Found): void {
  if (!accounts.extra.isEmpty()) {
    findings.fail(
      `${counted(accounts.extra.count(), "extra record")}, malformed or never intended: ` +
        examplesOf(plan, accounts.extra),
    );
  }
  for (const place of ["raw", "final"] as const) {
    const scan = scans[place];
    if (!scan || scan.foreign === 0) continue;
    const examples = quoted(scan.examples.foreign);
    const lines = counted(scan.foreign, "foreign line");
    findings.fail(`${lines} in ${placeWords[place]}: ${examples}`);
  }
}

function failForAltered({ scans }: History, findings: Findings): void {
  for (const place of ["raw", "final"] as const) {
    const scan = scans[place];
    if (!scan || scan.altered === 0) continue;
    const examples = quoted(scan.examples.altered);
    const lines = counted(scan.altered, "altered record");
    findings.fail(`${lines} in ${placeWords[place]}: ${examples}`);
  }
}

function noteRest({ scans }: History, plan: Plan, { accounts, findings }: Found): void {
  const { totals, validQuarantined } = accounts;
  findings.note(
    `intended ${formatCount(totals.intended)}, confirmed ${formatCount(totals.confirmed)}; ` +
      `read back from RAW ${formatCount(totals.raw)}, from FINAL ${formatCount(totals.final)}`,
  );
  if (totals.malformedPlanted > 0) {
    findings.note(
      `${formatCount(totals.malformedQuarantined)} of ` +
        `${counted(totals.malformedPlanted, "malformed record")} quarantined`,
    );
  }
  if (!validQuarantined.isEmpty()) {
    findings.note(
      `${counted(validQuarantined.count(), "valid record")} in the quarantine: ` +
        examplesOf(plan, validQuarantined),
    );
  }
  for (const place of ["quarantine", "deadLetters"] as const) {
    const scan = scans[place];
    if (!scan || scan.altered + scan.foreign === 0) continue;
    findings.note(
      `${formatCount(scan.altered)} altered and ${formatCount(scan.foreign)} foreign in ` +
        placeWords[place],
    );
  }
}

function quoted(examples: readonly string[]): string {
  return examples.slice(0, quotedMax).join("; ");
}
