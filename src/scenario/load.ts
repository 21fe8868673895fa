import type { Mistake } from "../core/document/mistake.ts";
import type { Override } from "../core/document/overrides.ts";
import { readDocument } from "../core/document/read.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { scenarioDocument } from "./editor-schema.ts";
import type { Plan } from "./plan.ts";
import { resolvePlan } from "./resolve.ts";
import { crossCheck } from "./rules.ts";

export interface LoadOptions {
  /** How the text's file is called in mistakes. */
  readonly file: string;
  readonly overrides?: readonly Override[];
  /** Takes the place of the file's seed. */
  readonly seed?: number;
}

export type LoadAnswer = { readonly plan: Plan } | { readonly mistakes: readonly Mistake[] };

/** Reads a scenario. Answers the immutable plan, or every mistake at once, by position. */
export function loadScenario(text: string, options: LoadOptions): LoadAnswer {
  const { file, overrides = [] } = options;
  const read = readDocument(text, { file, overrides, schema: scenarioDocument, crossCheck });
  if ("mistakes" in read) return read;
  const seed = options.seed ?? read.value.seed;
  return { plan: deepFreeze(resolvePlan({ ...read.value, seed })) };
}
