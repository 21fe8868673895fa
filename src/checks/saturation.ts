import type { History } from "../core/history/history.ts";
import { formatCount } from "../core/units.ts";
import type { Plan } from "../scenario/plan.ts";
import { Findings } from "./evidence/findings.ts";
import { eventsPerSecond } from "./evidence/saturated.ts";
import type { CheckResult } from "./verdict.ts";

/** Whether one collector in a closed loop took as much as it is to take. */
export function checkSaturation(history: History, plan: Plan): CheckResult {
  const least = plan.checks.saturation?.eventsPerSecondMin ?? 0;
  const findings = new Findings();
  const rates = (history.saturation?.patterns ?? []).map((pattern) => {
    const { recordsPerRequest } = pattern;
    return { recordsPerRequest, rate: Math.floor(eventsPerSecond(pattern)) };
  });
  const most = Math.max(0, ...rates.map(({ rate }) => rate));
  if (rates.length === 0) findings.invalid("no collector was saturated");
  else if (most < least) {
    findings.fail(
      `one collector took ${formatCount(most)} events/s at most, ` +
        `${formatCount(least - most)} below ${formatCount(least)}`,
    );
  }
  for (const { recordsPerRequest, rate } of rates) {
    findings.note(`${formatCount(recordsPerRequest)} a request: ${formatCount(rate)} events/s`);
  }
  return findings.result({
    name: "saturation",
    expected: `one collector takes ≥ ${formatCount(least)} events/s in a closed loop`,
    observed: rates.length === 0 ? "–" : `${formatCount(most)} events/s`,
  });
}
