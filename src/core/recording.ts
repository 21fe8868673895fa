/** How a recording is read, as plain data: what a scenario says of it, resolved. */
export interface RecordingSettings {
  /** As the scenario writes it: in mistakes and in reports. */
  readonly file: string;
  /** Where it lies on this machine. */
  readonly path: string;
  readonly encoding: "utf-8" | "latin-1";
  /**
   * The member that holds the list of rows, as `data` or `data.stations`: of a JSON document, or of
   * each line. Undefined where each line, element or record is a row itself.
   */
  readonly rows: string | undefined;
  /** The member, or the column, with the time of a row. Undefined spaces the rows evenly. */
  readonly timestamp: string | undefined;
  /** An IANA name: of the times that are written without a zone. */
  readonly zone: string;
  /** The member, or the column, that is the partition key. Undefined gives each row its own. */
  readonly key: string | undefined;
  /** Times are truncated to so much, and rows are spread inside it; 0 takes them as they are. */
  readonly jitterWithinMs: number;
  /** Whether the time in a row's own members becomes that of the played day. */
  readonly shift: boolean;
  /** What becomes of a row that cannot be read. */
  readonly bad: "refuse" | "skip";
}

/** What one reading of a recording tells. */
export interface RecordingSurvey {
  /** Of the file's bytes, hexadecimal. */
  readonly sha256: string;
  /** Rows that can be played. */
  readonly rows: number;
  /** Bad rows that were left out. */
  readonly skipped: number;
  /** After which it begins again: 0 where all rows have the same time. In milliseconds. */
  readonly lengthMs: number;
  /** Rows that are due in the first so many milliseconds of its own time. */
  rowsWithin(spanMs: number, repeats: "once" | "looped"): number;
}

/** Reads a recording once, for a scenario that plays it. */
export type SurveyRecording = (
  settings: RecordingSettings,
) => RecordingSurvey | { readonly problem: string };
