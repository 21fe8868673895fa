import type { Path } from "../../core/document/paths.ts";
import type { Scenario, ScenarioStage } from "../schema.ts";

type StageOf<K extends ScenarioStage["kind"]> = Extract<ScenarioStage, { kind: K }>;

export interface PlacedStage<K extends ScenarioStage["kind"]> {
  readonly stage: StageOf<K>;
  readonly path: Path;
}

/** The stages of one kind, with their places. */
export function stagesOf<K extends ScenarioStage["kind"]>(
  scenario: Scenario,
  kind: K,
): readonly PlacedStage<K>[] {
  return scenario.stages.flatMap((stage, index) =>
    stage.kind === kind ? [{ stage: stage as StageOf<K>, path: ["stages", index] }] : [],
  );
}

/** What a rule rests on that asks whether there is a stage of some kind. */
export function kindsOfStages(scenario: Scenario): readonly Path[] {
  return [["stages"], ...scenario.stages.map((_, index) => ["stages", index, "kind"])];
}

/** Stages that read a stream themselves. */
export function streamStages(scenario: Scenario) {
  return [
    ...stagesOf(scenario, "delivery"),
    ...stagesOf(scenario, "fan-out"),
    ...stagesOf(scenario, "reader"),
  ].sort((a, b) => Number(a.path[1]) - Number(b.path[1]));
}

/** Stages that receive from a queue. */
export function queueStages(scenario: Scenario) {
  return [...stagesOf(scenario, "queue-consumer"), ...stagesOf(scenario, "workers")].sort(
    (a, b) => Number(a.path[1]) - Number(b.path[1]),
  );
}
