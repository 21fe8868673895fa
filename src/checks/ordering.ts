import type { History } from "../core/history/history.ts";
import { RecordSet } from "../core/record-set.ts";
import { formatCount } from "../core/units.ts";
import type { Plan } from "../scenario/plan.ts";
import { Findings } from "./evidence/findings.ts";
import { counted, examplesOf } from "./evidence/record-names.ts";
import type { CheckResult } from "./verdict.ts";

/** The order within a partition key, from the stream to the consumer. */
export function checkOrdering({ load, order }: History, plan: Plan): CheckResult {
  const unexplainedMax = plan.checks.ordering?.unexplainedMax ?? 0;
  const findings = new Findings();
  const confirmed = load.confirmed.count();
  const seen = order.seen.count();
  if (confirmed === 0) findings.invalid("no record was confirmed");
  else if (seen === 0) findings.invalid("no consumer saw a record: its order is not known");

  // A record that was sent again came later than it was meant to, and rightly so.
  const unexplained = new RecordSet();
  for (const { source, ordinal } of order.reordered) {
    if (!load.retried.has(source, ordinal)) unexplained.add(source, ordinal);
  }
  const count = unexplained.count();
  const explained = order.reordered.count() - count;
  if (count > unexplainedMax) {
    findings.fail(
      `${counted(count, "record")} handled after a later one of the same partition key, and ` +
        `never sent again: ${examplesOf(plan, unexplained)}`,
    );
  }
  findings.note(`${formatCount(seen)} of ${formatCount(confirmed)} confirmed records were seen`);
  if (explained > 0) findings.note(`${formatCount(explained)} reordered by a retry`);
  if (order.repeated > 0) findings.note(`${formatCount(order.repeated)} handled again`);
  if (order.forgotten > 0) {
    findings.note(
      `${counted(order.forgotten, "key")} forgotten to stay within memory: the order across ` +
        "the gap was not judged",
    );
  }
  return findings.result({
    name: "ordering",
    verdict: findings.violationFirst,
    expected: `unexplained ≤ ${unexplainedMax}`,
    observed: `unexplained ${formatCount(count)}, explained by a retry ${formatCount(explained)}`,
  });
}
