import { EnvelopeReader, isIntact, type Envelope } from "../core/envelope.ts";
import type { ByteSpan } from "../core/hash.ts";
import { ScanHistory } from "../core/history/scan.ts";
import type { RecordSet } from "../core/record-set.ts";
import { untransform } from "../pipeline/transform.ts";
import type { SourcePlan } from "../scenario/plan.ts";

/** What lines are held against. */
export interface Expected {
  readonly run: string;
  readonly sources: readonly SourcePlan[];
  readonly intended: RecordSet;
}

/** How the lines of a place differ from the records as they were sent. */
export type LineForm = "as-sent" | "transformed";

export interface LinePlace {
  /** For people: the object or the queue. */
  readonly name: string;
  readonly form: LineForm;
  /** Written by an instance that was killed. */
  readonly isByKilled?: boolean;
}

/** Says of lines that were read back which records they are, and whether they are intact. */
export class LineScan {
  readonly scan = new ScanHistory();
  readonly #expected: Expected;
  readonly #envelopes: EnvelopeReader;

  constructor(expected: Expected) {
    this.#expected = expected;
    this.#envelopes = new EnvelopeReader(expected.run);
  }

  line(line: Buffer, place: LinePlace): void {
    this.lineAmong(line, { at: 0, end: line.length }, place);
  }

  /** A line among others. */
  lineAmong(bytes: Buffer, span: ByteSpan, place: LinePlace): void {
    const { scan } = this;
    const { sources, intended } = this.#expected;
    scan.lines++;
    const envelope = this.#envelopes.open(bytes, span);
    const source = envelope && sources[envelope.producer];
    if (!envelope || !source) {
      scan.found("foreign", `${place.name}: ${beginning(bytes, span)}`);
      return;
    }
    const { producer, stripe, sequence } = envelope;
    const ordinal = sequence * source.stripes + stripe;
    if (!intended.has(producer, ordinal)) {
      scan.found("foreign", `${place.name}: never intended: ${beginning(bytes, span)}`);
      return;
    }
    const isAsSealed =
      place.form === "as-sent"
        ? isIntact(envelope, bytes, span)
        : isIntactTransformed(envelope, bytes.subarray(span.at, span.end));
    if (!isAsSealed) {
      const which = `${source.generator} stripe ${stripe} sequence ${sequence}`;
      scan.found("altered", `${which} in ${place.name}`);
    }
    scan.present(producer, ordinal);
    if (place.isByKilled) scan.writtenByKilled.add(producer, ordinal);
  }
}

function isIntactTransformed(envelope: Envelope, line: Buffer): boolean {
  const record = untransform(line);
  return record !== undefined && isIntact(envelope, record);
}

function beginning(bytes: Buffer, { at, end }: ByteSpan): string {
  return bytes.toString("utf8", at, Math.min(end, at + 80));
}
