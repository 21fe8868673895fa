import type { ScanHistory } from "../../core/history/scan.ts";
import { RecordSet, type RecordRef } from "../../core/record-set.ts";

/** Further copies of the same records in one place. */
export interface Repeats {
  readonly explained: number;
  readonly unexplained: number;
  /** Records with a copy that nothing explains. */
  readonly unexplainedRecords: RecordSet;
}

/** Every copy of a record but the first is a repeat. */
export function repeatsIn(
  scan: ScanHistory | undefined,
  isExplained: (record: RecordRef) => boolean,
): Repeats {
  let explained = 0;
  let unexplained = 0;
  const unexplainedRecords = new RecordSet();
  for (const level of scan?.copies.slice(1) ?? []) {
    for (const record of level) {
      if (isExplained(record)) {
        explained++;
      } else {
        unexplained++;
        unexplainedRecords.add(record.source, record.ordinal);
      }
    }
  }
  // Copies beyond the levels are of records that fill the last one; whose they are is not kept.
  const further = scan?.further ?? 0;
  if ([...(scan?.copies.at(-1) ?? [])].every(isExplained)) explained += further;
  else unexplained += further;
  return { explained, unexplained, unexplainedRecords };
}
