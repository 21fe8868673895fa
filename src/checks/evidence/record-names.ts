import type { RecordRef, RecordSet } from "../../core/record-set.ts";
import { formatCount } from "../../core/units.ts";
import type { Plan } from "../../scenario/plan.ts";

const examplesMax = 5;

/** A record as its envelope tells it: `iot stripe 3 sequence 120`. */
function nameOf(plan: Plan, { source, ordinal }: RecordRef): string {
  const from = plan.load.sources[source];
  if (!from) return `source ${source} ordinal ${ordinal}`;
  const sequence = Math.floor(ordinal / from.stripes);
  return `${from.generator} stripe ${ordinal % from.stripes} sequence ${sequence}`;
}

/**
 * The first few records of a set, by name, after what they are: `lost: iot stripe 3 …, and 7 more`.
 */
export function examplesOf(plan: Plan, records: RecordSet): string {
  const names: string[] = [];
  let more = 0;
  for (const record of records) {
    if (names.length < examplesMax) names.push(nameOf(plan, record));
    else more++;
  }
  return names.join(", ") + (more > 0 ? `, and ${formatCount(more)} more` : "");
}

/** `1 record`, `12 records`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
