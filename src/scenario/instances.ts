import type { StagePlan, StreamStagePlan } from "./plan.ts";

/**
 * How the instances of a stage sign what they do: `work-1`, `work-2`. What there is one of goes by
 * the name of its stage, but for workers, which are numbered always.
 */
export function instanceNames(stage: StagePlan): readonly string[] {
  const { kind, name } = stage;
  const instances = kind === "workers" || kind === "reader" ? stage.instances : 1;
  if (instances === 1 && kind !== "workers") return [name];
  return Array.from({ length: instances }, (_, i) => `${name}-${i + 1}`);
}

/** Whether a stage reads a stream itself. */
export function isStreamStage(stage: StagePlan): stage is StreamStagePlan {
  return stage.kind === "delivery" || stage.kind === "fan-out" || stage.kind === "reader";
}
