/** One mistake of a scenario, for the person who wrote it. */
export interface Mistake {
  /** The file, or the option (as `--set load.volume`) where an override is mistaken. */
  readonly file: string;
  /** From 1; 0 where the mistake is in an option. */
  readonly line: number;
  readonly column: number;
  /** As `stages.work.deduplication.window`; empty for the whole file. */
  readonly path: string;
  /** What was found and what was expected. */
  readonly message: string;
  /** What to do instead, as in `did you mean "logs"?`. */
  readonly hint?: string;
}

/** `file:line:column: path: message; hint`, in one line. */
export function formatMistake(mistake: Mistake): string {
  const { file, line, column, path, message, hint } = mistake;
  const place = line === 0 ? file : `${file}:${line}:${column}`;
  const where = path === "" ? place : `${place}: ${path}`;
  return hint === undefined ? `${where}: ${message}` : `${where}: ${message}; ${hint}`;
}

/** Options first, then by position. */
export function sortMistakes(mistakes: readonly Mistake[]): readonly Mistake[] {
  return [...mistakes].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** A hint with the nearest valid name, or all valid names where none is near and they are few. */
export function suggestion(nearest: string | undefined, valid: readonly string[]): string {
  if (nearest !== undefined) return `did you mean \`${nearest}\`?`;
  if (valid.length === 0) return "there are none";
  return `there is ${listed(valid)}`;
}

/** `a`, `b` and `c`, each in backticks. */
export function listed(names: readonly string[], word: "and" | "or" = "and"): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} ${word} ${last}`;
}
