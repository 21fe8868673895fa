import type { Finding } from "../../core/document/finding.ts";
import type { Scenario } from "../schema.ts";
import { kindsOfStages } from "./stages.ts";

/** Only what is there can be broken. */
export function sabotageRules(scenario: Scenario): readonly Finding[] {
  return [...workersToBreak(scenario), ...collectorsToKill(scenario)];
}

function collectorsToKill(scenario: Scenario): Finding[] {
  const { sabotage, stages } = scenario;
  if (sabotage.killCollectorAt === 0) return [];
  if (stages.some(({ kind }) => kind === "collectors")) return [];
  const message = "there is no stage of the kind `collectors` to break";
  const uses = kindsOfStages(scenario);
  return [{ path: ["sabotage", "killCollectorAt"], at: "key", message, uses }];
}

function workersToBreak(scenario: Scenario): readonly Finding[] {
  const { sabotage } = scenario;
  if (scenario.stages.some(({ kind }) => kind === "workers")) return [];
  const wanted = {
    deduplication: sabotage.deduplication === "off",
    workerDropsOneIn: sabotage.workerDropsOneIn > 0,
    deliveryAltersOneIn: sabotage.deliveryAltersOneIn > 0,
    killWorkerAt: sabotage.killWorkerAt > 0,
  };
  return Object.entries(wanted)
    .filter(([, isWanted]) => isWanted)
    .map(([key]) => ({
      path: ["sabotage", key],
      at: "key",
      message: "there is no stage of the kind `workers` to break",
      uses: kindsOfStages(scenario),
    }));
}
