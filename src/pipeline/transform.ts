/** The member that the transformation adds to a record, always the last. */
const added = ',"final":';
const closingBrace = Buffer.from("}");

/** What the pipeline adds to a record on its way to FINAL. */
export interface Enrichment {
  /** The worker that wrote it. */
  readonly worker: string;
  /** The hour of the day's clock in which it was transformed, for dashboards: `2026-06-15T14`. */
  readonly hour: string;
  /** The kind of event, for routing: the event's `type`. */
  readonly kind: string;
}

/**
 * The transformation: the record as it came, enriched by one last member. Nothing of the original
 * is touched, so that what is read back can be held against the digest in its envelope.
 */
export function transform(record: string, enrichment: Enrichment): string {
  return `${record.slice(0, record.lastIndexOf("}"))}${added}${JSON.stringify(enrichment)}}`;
}

/**
 * The record as it was before the transformation; undefined for a line that was not transformed.
 */
export function untransform(line: Buffer): Buffer | undefined {
  const at = line.lastIndexOf(added);
  return at < 0 ? undefined : Buffer.concat([line.subarray(0, at), closingBrace]);
}
