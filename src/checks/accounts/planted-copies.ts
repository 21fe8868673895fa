import type { PlantedDuplicate } from "../../core/history/load.ts";
import { RecordSet, type RecordRef } from "../../core/record-set.ts";

const none: readonly PlantedDuplicate[] = [];

/** The planted copies by the event that they are copies of. */
export interface PlantedCopies {
  readonly records: RecordSet;
  /** The events that have copies. */
  readonly origins: RecordSet;
  copiesOf(origin: RecordRef): readonly PlantedDuplicate[];
}

export function plantedCopies(duplicates: readonly PlantedDuplicate[]): PlantedCopies {
  const records = new RecordSet();
  const origins = new RecordSet();
  const bySource: Map<number, PlantedDuplicate[]>[] = [];
  for (const duplicate of duplicates) {
    records.add(duplicate.source, duplicate.ordinal);
    origins.add(duplicate.source, duplicate.origin);
    const byOrigin = (bySource[duplicate.source] ??= new Map());
    const copies = byOrigin.get(duplicate.origin);
    if (copies) copies.push(duplicate);
    else byOrigin.set(duplicate.origin, [duplicate]);
  }
  return {
    records,
    origins,
    copiesOf: ({ source, ordinal }) => bySource[source]?.get(ordinal) ?? none,
  };
}
