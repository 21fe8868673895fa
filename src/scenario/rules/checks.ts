import { formatDuration } from "../../core/units.ts";
import type { Timed } from "../../core/history/history.ts";
import type { Finding } from "../../core/document/finding.ts";
import { listed } from "../../core/document/mistake.ts";
import type { Scenario, ScenarioStage } from "../schema.ts";
import { kindsOfStages, stagesOf } from "./stages.ts";

type Kind = ScenarioStage["kind"];

/** The stages that make what is timed: without one of them there is nothing to measure. */
const makersOf: Readonly<Record<Exclude<Timed, "acknowledged">, readonly Kind[]>> = {
  answered: ["collectors"],
  read: ["fan-out", "reader"],
  received: ["workers"],
  final: ["workers"],
  raw: ["delivery"],
  audience: ["queue-consumer"],
};

/** A threshold needs a stage that makes what it judges. */
export function checkRules(scenario: Scenario): readonly Finding[] {
  const { checks } = scenario;
  const kinds = new Set(scenario.stages.map(({ kind }) => kind));
  const findings: Finding[] = [];
  const needs = (path: Finding["path"], makers: readonly Kind[]) => {
    if (makers.some((kind) => kinds.has(kind))) return;
    const message = `nothing to judge: it needs a stage of the kind ${listed(makers, "or")}`;
    findings.push({ path, at: "key", message, uses: kindsOfStages(scenario) });
  };
  for (const [hop, makers] of Object.entries(makersOf)) {
    if (checks.latency?.[hop as Timed]) needs(["checks", "latency", hop], makers);
  }
  if (checks.deduplication) needs(["checks", "deduplication"], ["workers"]);
  if (checks.ordering) needs(["checks", "ordering"], ["fan-out", "reader"]);
  if (checks.reconciliation) needs(["checks", "reconciliation"], ["delivery", "workers"]);
  const { availability } = checks;
  if (availability?.freshnessWithin !== undefined) {
    needs(["checks", "availability", "freshnessWithin"], ["workers"]);
  }
  if (availability && availability.burn.short >= availability.burn.long) {
    findings.push({
      path: ["checks", "availability", "burn", "short"],
      message:
        `found ${formatDuration(availability.burn.short)}, ` +
        `expected less than \`long\`, which is ${formatDuration(availability.burn.long)}`,
      uses: [["checks", "availability", "burn", "long"]],
    });
  }
  return [...findings, ...saturationRules(scenario)];
}

/** What a saturated collector takes is claimed where one is, and what it acknowledged is judged. */
function saturationRules(scenario: Scenario): readonly Finding[] {
  const { checks } = scenario;
  const saturated = stagesOf(scenario, "collectors").filter(({ stage }) => stage.saturation);
  const findings: Finding[] = [];
  if (checks.saturation && saturated.length === 0) {
    findings.push({
      path: ["checks", "saturation"],
      at: "key",
      message: "nothing to judge: it needs a stage of collectors that has `saturation`",
      uses: stagesOf(scenario, "collectors").map(({ path }) => [...path, "saturation"]),
    });
  }
  if (checks.reconciliation) return findings;
  for (const { path } of saturated) {
    findings.push({
      path: [...path, "saturation"],
      at: "key",
      message: "what is acknowledged in it would not be judged: it needs `checks.reconciliation`",
      uses: [["checks", "reconciliation"]],
    });
  }
  return findings;
}
