import type { History } from "../core/history/history.ts";
import { formatCount } from "../core/units.ts";
import type { Plan } from "../scenario/plan.ts";
import { settleAccounts, type Accounts } from "./accounts.ts";
import { placeWords } from "./accounts/places.ts";
import { Findings } from "./evidence/findings.ts";
import { counted, examplesOf } from "./evidence/record-names.ts";
import type { CheckResult } from "./verdict.ts";

/** De-duplication, against the truth that was planted. */
export function checkDeduplication(
  history: History,
  plan: Plan,
  accounts: Accounts = settleAccounts(history, plan),
): CheckResult {
  const { totals, final, rawRepeats, finalRepeats } = accounts;
  const limits = plan.checks.deduplication ?? {
    missedMax: 0,
    originalsDroppedMax: 0,
    repeatsUnexplainedMax: 0,
  };
  const findings = new Findings();
  for (const place of accounts.notRead) findings.invalid(`${placeWords[place]} was not read back`);
  if (totals.confirmed === 0) findings.invalid("no record was confirmed");
  if (!history.scans.final) findings.invalid("there is no FINAL to judge by");
  const { natural, synthetic } = plan.load.planted;
  if (natural + synthetic > 0 && totals.duplicatesPlanted === 0) {
    findings.invalid("no duplicate was planted, though the plan has a share of them");
  }

  if (totals.duplicatesMissed > limits.missedMax) {
    findings.fail(
      `${counted(totals.duplicatesMissed, "duplicate")} missed, in FINAL beside another of ` +
        `the same event id: ${examplesOf(plan, final.missed)}`,
    );
  }
  if (totals.originalsDropped > limits.originalsDroppedMax) {
    findings.fail(
      `${counted(totals.originalsDropped, "event id")} with no survivor, though RAW holds them: ` +
        examplesOf(plan, final.originalsDropped),
    );
  }
  if (totals.repeatsUnexplained > limits.repeatsUnexplainedMax) {
    for (const [place, repeats] of [
      ["FINAL", finalRepeats],
      ["RAW", rawRepeats],
    ] as const) {
      if (repeats.unexplained === 0) continue;
      findings.fail(
        `${counted(repeats.unexplained, "repeat")} in ${place} that nothing explains: ` +
          examplesOf(plan, repeats.unexplainedRecords),
      );
    }
  }
  noteCopies(accounts, findings);
  return findings.result({
    name: "deduplication",
    verdict: findings.violationFirst,
    expected:
      `missed ≤ ${limits.missedMax}, originals dropped ≤ ${limits.originalsDroppedMax}, ` +
      `unexplained repeats ≤ ${limits.repeatsUnexplainedMax}`,
    observed:
      `missed ${formatCount(totals.duplicatesMissed)}, ` +
      `originals dropped ${formatCount(totals.originalsDropped)}, ` +
      `unexplained repeats ${formatCount(totals.repeatsUnexplained)}`,
  });
}

function noteCopies(accounts: Accounts, findings: Findings): void {
  const { totals, final, rawRepeats } = accounts;
  const explainedInFinal = accounts.finalRepeats.explained + final.leftByKilled.count();
  findings.note(
    `${counted(totals.duplicatesPlanted, "duplicate")} planted: ` +
      `${formatCount(totals.duplicatesDropped)} dropped, ` +
      `${formatCount(totals.duplicatesBeyondWindow)} beyond the window and to pass`,
  );
  if (explainedInFinal > 0) {
    findings.note(
      `${counted(explainedInFinal, "repeat")} in FINAL, explained: ` +
        "a worker that was killed wrote one of the copies",
    );
  }
  if (rawRepeats.explained > 0) {
    findings.note(
      `${counted(rawRepeats.explained, "repeat")} in RAW, explained: ` +
        "the producer tried again after an unknown outcome",
    );
  }
}
