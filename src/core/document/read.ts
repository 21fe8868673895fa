import { parseYaml, type YamlDocument } from "./document.ts";
import type { Finding } from "./finding.ts";
import type { DocumentSchema } from "./json-schema.ts";
import { sortMistakes, type Mistake } from "./mistake.ts";
import { applyOverrides, type Overridden, type Override } from "./overrides.ts";
import { isWithin, showPath, valueAt, type Path } from "./paths.ts";
import { checkShape } from "./shape.ts";

export interface ReadOptions<T> {
  /** How the text's file is called in mistakes. */
  readonly file: string;
  readonly schema: DocumentSchema<T>;
  readonly overrides?: readonly Override[];
  /** What must hold between the parts of a document whose shape is right. */
  readonly crossCheck?: (value: T) => readonly Finding[];
}

export type ReadAnswer<T> = { readonly value: T } | { readonly mistakes: readonly Mistake[] };

/**
 * Reads a YAML document: syntax, overrides, shape, and what must hold between its parts. Answers
 * its value, or every mistake of the file and of the overrides at once, by position.
 */
export function readDocument<T>(text: string, options: ReadOptions<T>): ReadAnswer<T> {
  const { file, schema } = options;
  const document = parseYaml(text);
  const mistakes: Mistake[] = document.errors.map((error) => ({ ...error, file, path: "" }));
  if (document.value === undefined) return { mistakes: sortMistakes(mistakes) };

  const overridden = applyOverrides(document.value, options.overrides ?? [], schema.editor);
  const shape = checkShape(overridden.value, schema);
  const crossFindings = shape.value === undefined ? [] : (options.crossCheck?.(shape.value) ?? []);
  const findings = [
    ...shape.findings,
    ...crossFindings.filter((finding) => !restsOn(finding, shape.mended)),
  ];
  mistakes.push(...overridden.mistakes);
  for (const finding of findings) {
    mistakes.push(mistakeOf(finding, { document, overridden, file }));
  }
  return mistakes.length > 0 || shape.value === undefined
    ? { mistakes: sortMistakes(mistakes) }
    : { value: shape.value };
}

/** A finding about a place that holds a placeholder says nothing about the file. */
function restsOn(finding: Finding, mended: readonly Path[]): boolean {
  const rests = [finding.path, ...(finding.uses ?? [])];
  return rests.some((path) => mended.some((place) => isWithin(path, place)));
}

interface Source {
  readonly document: YamlDocument;
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
