import { deepFreeze } from "./deep-freeze.ts";
import { parseScenarioText, type ScenarioDocument } from "./document.ts";
import type { Finding } from "./finding.ts";
import { sortMistakes, type Mistake } from "./mistake.ts";
import { applyOverrides, type Overridden, type Override } from "./overrides.ts";
import { isWithin, showPath, valueAt, type Path } from "./paths.ts";
import type { Plan } from "./plan.ts";
import { resolvePlan } from "./resolve.ts";
import { crossCheck } from "./rules.ts";
import { checkShape } from "./shape.ts";

export interface LoadOptions {
  /** How the text's file is called in mistakes. */
  readonly file: string;
  readonly overrides?: readonly Override[];
  /** Takes the place of the file's seed. */
  readonly seed?: number;
}

export type LoadAnswer = { readonly plan: Plan } | { readonly mistakes: readonly Mistake[] };

/**
 * Reads a scenario: syntax, overrides, shape, and what must hold between its parts. Answers the
 * immutable plan, or every mistake of the file and of the overrides at once, by position.
 */
export function loadScenario(text: string, options: LoadOptions): LoadAnswer {
  const document = parseScenarioText(text);
  const mistakes: Mistake[] = document.errors.map((error) => ({
    ...error,
    file: options.file,
    path: "",
  }));
  if (document.value === undefined) return { mistakes: sortMistakes(mistakes) };

  const overridden = applyOverrides(document.value, options.overrides ?? []);
  const shape = checkShape(overridden.value);
  const crossFindings = shape.scenario ? crossCheck(shape.scenario) : [];
  const findings = [
    ...shape.findings,
    ...crossFindings.filter((finding) => !restsOn(finding, shape.mended)),
  ];
  mistakes.push(...overridden.mistakes);
  for (const finding of findings) {
    mistakes.push(mistakeOf(finding, { document, overridden, file: options.file }));
  }
  if (mistakes.length > 0 || shape.scenario === undefined) {
    return { mistakes: sortMistakes(mistakes) };
  }
  const seed = options.seed ?? shape.scenario.seed;
  return { plan: deepFreeze(resolvePlan({ ...shape.scenario, seed })) };
}

/** A finding about a place that holds a placeholder says nothing about the file. */
function restsOn(finding: Finding, mended: readonly Path[]): boolean {
  const rests = [finding.path, ...(finding.uses ?? [])];
  return rests.some((path) => mended.some((place) => isWithin(path, place)));
}

interface Source {
  readonly document: ScenarioDocument;
  readonly overridden: Overridden;
  readonly file: string;
}

function mistakeOf(finding: Finding, { document, overridden, file }: Source): Mistake {
  const { path, message, hint } = finding;
  const said = { message, ...(hint === undefined ? {} : { hint }) };
  const shownPath = showPath(overridden.value, path);
  const rests = [path, ...(finding.uses ?? [])];
  const set = overridden.options.findLast((option) =>
    rests.some((place) => isWithin(place, option.path)),
  );
  if (set) {
    const isOwn = isWithin(path, set.path);
    return { file: set.option, line: 0, column: 0, path: isOwn ? "" : shownPath, ...said };
  }
  const at = valueAt(overridden.value, path) === undefined ? "key" : finding.at;
  const position = document.locate(path, at);
  return { file, ...position, path: shownPath, ...said };
}
