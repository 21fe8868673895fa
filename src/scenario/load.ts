import type { Mistake } from "../core/document/mistake.ts";
import type { Override } from "../core/document/overrides.ts";
import { readDocument } from "../core/document/read.ts";
import type { SurveyRecording } from "../core/recording.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { scenarioDocument } from "./editor-schema.ts";
import type { Plan } from "./plan.ts";
import { type ReadRecordings, readRecordings, resolveRecordings } from "./recordings.ts";
import { resolvePlan, volumeRecords } from "./resolve.ts";
import { crossCheck } from "./rules.ts";
import type { Scenario } from "./schema.ts";
import { splitVolume } from "./sources.ts";

export interface LoadOptions {
  /** How the text's file is called in mistakes. */
  readonly file: string;
  readonly overrides?: readonly Override[];
  /** Takes the place of the file's seed. */
  readonly seed?: number;
  /** Reads the recordings that a scenario plays. Without it one that does so is mistaken. */
  readonly survey?: SurveyRecording;
}

const noSurvey: SurveyRecording = () => ({ problem: "recordings cannot be read here" });

export type LoadAnswer = { readonly plan: Plan } | { readonly mistakes: readonly Mistake[] };

/** Reads a scenario. Answers the immutable plan, or every mistake at once, by position. */
export function loadScenario(text: string, options: LoadOptions): LoadAnswer {
  const { file, overrides = [] } = options;
  let surveys: ReadRecordings["surveys"] = [];
  const checked = (scenario: Scenario) => {
    const findings = crossCheck(scenario);
    const survey = options.survey ?? noSurvey;
    // Where the parts do not fit together there is no saying how much is asked of a recording.
    const records = findings.length === 0 ? volumeRecords(scenario) : 0;
    const { ofReplay } = splitVolume(scenario.load, records);
    const recordsOf = (index: number) => ofReplay[index] ?? 0;
    const recordings = readRecordings(scenario, { file, survey, recordsOf });
    surveys = recordings.surveys;
    return [...findings, ...recordings.findings];
  };
  const crossChecked = { file, overrides, schema: scenarioDocument, crossCheck: checked };
  const read = readDocument(text, crossChecked);
  if ("mistakes" in read) return read;
  const scenario = { ...read.value, seed: options.seed ?? read.value.seed };
  const recordings = resolveRecordings(scenario, { surveys, file });
  return { plan: deepFreeze(resolvePlan(scenario, recordings)) };
}
