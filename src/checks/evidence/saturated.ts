import type { History } from "../../core/history/history.ts";
import type { SaturatedPattern, Saturation } from "../../core/history/saturation.ts";
import { formatCount } from "../../core/units.ts";
import type { Plan } from "../../scenario/plan.ts";
import { saturatedStage } from "../../scenario/saturated-stage.ts";
import type { Findings } from "./findings.ts";

/** Events that were acknowledged, in each second. */
export function eventsPerSecond({ events, tookMs }: SaturatedPattern): number {
  return tookMs > 0 ? (events / tookMs) * 1_000 : 0;
}

/** Events that a client was told are stored, or the collector says it told one, and are not. */
function acknowledgedAndMissing(saturation: Saturation): number {
  const { patterns, claimed, inStream } = saturation;
  const acknowledged = patterns.reduce((sum, { events }) => sum + events, 0);
  return Math.max(0, Math.max(acknowledged, claimed) - inStream);
}

/** Whether all that was acknowledged in a closed loop is in the stream. */
export function judgeSaturated({ saturation }: History, plan: Plan, findings: Findings): void {
  if (!saturatedStage(plan)) return;
  if (!saturation) {
    findings.note("no collector was saturated");
    return;
  }
  const missing = acknowledgedAndMissing(saturation);
  const { claimed, inStream } = saturation;
  const counts = `${formatCount(claimed)} acknowledged, ${formatCount(inStream)} in its stream`;
  const text = `a saturated collector: ${counts}`;
  if (missing > 0) findings.fail(`${text}, ${formatCount(missing)} missing`);
  else findings.note(text);
}
