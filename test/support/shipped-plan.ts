import { fileURLToPath } from "node:url";
import { seal } from "../../src/core/envelope.ts";
import { surveyRecording } from "../../src/generators/replay/survey.ts";
import type { GeneratedRecord } from "../../src/generators/stripe.ts";
import { createSchedule } from "../../src/load/schedule.ts";
import { findScenario } from "../../src/scenario/catalogue.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { formatMistake } from "../../src/core/document/mistake.ts";
import type { Plan, StagePlan } from "../../src/scenario/plan.ts";

const directory = fileURLToPath(new URL("../../scenarios", import.meta.url));

/** The plan of a shipped scenario, some of its values changed as `--set` does it. */
export function shippedPlan(
  name: string,
  settings: Readonly<Record<string, string>> = {},
  seed = 1,
): Plan {
  const { file, text } = findScenario(directory, name);
  const overrides = Object.entries(settings).map(([path, value]) => ({ path, value }));
  const answer = loadScenario(text, { file, overrides, seed, survey: surveyRecording });
  if ("plan" in answer) return answer.plan;
  throw new Error(answer.mistakes.map(formatMistake).join("\n"));
}

/** The first stage of a kind, as planned. */
export function stageOf<K extends StagePlan["kind"]>(
  plan: Plan,
  kind: K,
): Extract<StagePlan, { kind: K }> {
  const found = plan.stages.find((stage) => stage.kind === kind);
  if (!found) throw new Error(`${plan.name} has no stage of the kind ${kind}`);
  return found as Extract<StagePlan, { kind: K }>;
}

export interface SealedRecord extends GeneratedRecord {
  /** As sent: the envelope and the payload. */
  readonly data: Buffer;
  readonly text: string;
}

export const testRun = "testtest";

/** Every record of a plan, sealed as the load sends it. */
export function sealedRecords(plan: Plan, run = testRun): SealedRecord[] {
  const schedule = createSchedule(plan);
  const records: SealedRecord[] = [];
  while (schedule.peekUs() < Infinity) {
    const record = schedule.take();
    const { source: producer, stripe, sequence, intendedUs, payload } = record;
    const data = seal({ run, producer, stripe, sequence, intendedUs }, payload);
    records.push({ ...record, data, text: data.toString() });
  }
  return records;
}
