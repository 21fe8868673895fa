import { RecordSet } from "../record-set.ts";

/** Copies of one record that are told apart: further ones are only counted. */
const levels = 4;
/** Examples kept of each kind of finding. */
const examplesMax = 100;

/** An altered line still tells which record it is, and is present too; a foreign one is not. */
export type Finding = "altered" | "foreign";

/**
 * What reading one place back over the wire found (RAW, FINAL, quarantine, dead letters). From
 * these alone it is established what was lost, altered, added or repeated.
 */
export class ScanHistory {
  objects = 0;
  lines = 0;
  bytes = 0;
  /** copies[0]: present at least once; copies[1]: at least twice; and so on. */
  readonly copies: readonly RecordSet[] = Array.from({ length: levels }, () => new RecordSet());
  /** Copies beyond those levels, of any records. */
  further = 0;
  /** Records of which a copy was written by an instance that was killed. */
  readonly writtenByKilled = new RecordSet();
  /** The payload does not match the envelope's digest. */
  altered = 0;
  /** No envelope, one of another run, or one that this run never intended. */
  foreign = 0;
  readonly examples: Record<Finding, string[]> = { altered: [], foreign: [] };

  get seen(): RecordSet {
    return this.copies[0] as RecordSet;
  }

  present(source: number, ordinal: number): void {
    for (const level of this.copies) {
      if (level.add(source, ordinal)) return;
    }
    this.further++;
  }

  /** Lines that are records of this run, copies included. */
  records(): number {
    return this.copies.reduce((sum, level) => sum + level.count(), this.further);
  }

  /** Adds what another scan found in other objects of the same place. */
  merge(other: ScanHistory): void {
    this.objects += other.objects;
    this.lines += other.lines;
    this.bytes += other.bytes;
    this.further += other.further;
    for (const theirs of other.copies) this.#presentToo(theirs);
    this.writtenByKilled.addAll(other.writtenByKilled);
    this.altered += other.altered;
    this.foreign += other.foreign;
    for (const finding of ["altered", "foreign"] as const) {
      const room = examplesMax - this.examples[finding].length;
      this.examples[finding].push(...other.examples[finding].slice(0, room));
    }
  }

  /** One more copy of each of these records: where one is there already, it goes a level up. */
  #presentToo(records: RecordSet): void {
    let rising = records;
    for (const level of this.copies) {
      const again = rising.common(level);
      level.addAll(rising);
      rising = again;
    }
    this.further += rising.count();
  }

  found(finding: Finding, example: string): void {
    this[finding]++;
    const examples = this.examples[finding];
    if (examples.length < examplesMax) examples.push(example);
  }

  toJSON(): ScanJson {
    const { objects, lines, bytes, further, altered, foreign, examples } = this;
    return {
      objects,
      lines,
      bytes,
      further,
      altered,
      foreign,
      examples,
      copies: this.copies.map((set) => set.toJSON()),
      writtenByKilled: this.writtenByKilled.toJSON(),
    };
  }

  static fromJSON(json: ScanJson): ScanHistory {
    const scan = new ScanHistory();
    const { objects, lines, bytes, further, altered, foreign } = json;
    Object.assign(scan, { objects, lines, bytes, further, altered, foreign });
    Object.assign(scan.examples, json.examples);
    for (const [level, set] of json.copies.entries()) {
      scan.copies[level]?.addAll(RecordSet.fromJSON(set));
    }
    scan.writtenByKilled.addAll(RecordSet.fromJSON(json.writtenByKilled));
    return scan;
  }
}

export interface ScanJson {
  readonly objects: number;
  readonly lines: number;
  readonly bytes: number;
  readonly further: number;
  readonly altered: number;
  readonly foreign: number;
  readonly examples: Record<Finding, string[]>;
  readonly copies: string[][];
  readonly writtenByKilled: string[];
}
