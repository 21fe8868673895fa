/** What is wrong with one row of a recording, which can be left out. */
export interface BadRow {
  /** Where it is, as `line 17`, from 1. */
  readonly place: string;
  /** What was found and what was expected. */
  readonly problem: string;
}

/** A recording that cannot be read at all, or has a bad row that is not to be left out. */
export class RecordingError extends Error {
  override readonly name = "RecordingError";
}

export const notUtf8 = "its bytes are not UTF-8; older files need `encoding: latin-1`";

/** A value as a message shows it, cut to a length that one reads. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
