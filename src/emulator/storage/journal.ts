import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { CommitGroup, Flushable } from "./commit-group.ts";
import { CorruptSegment } from "./corrupt-segment.ts";
import { frameEnd, frameHeaderBytes, sealFrame } from "./frame.ts";
import { JournalTail } from "./journal-tail.ts";
import type { OpenFiles } from "./open-files.ts";
import { SegmentFile } from "./segment-file.ts";

/** Where an entry lies. Plain data: a state that refers to entries keeps these. */
export interface JournalPlace {
  readonly segment: number;
  readonly offset: number;
  /** Of the whole frame. */
  readonly bytes: number;
}

/**
 * An `entry` lives until it is marked dead. A `tombstone` says that entries before it are dead, or
 * changes nothing that must be kept: it goes when nothing older than it is left.
 */
export type JournalKind = "entry" | "tombstone";

export interface JournalOptions {
  readonly directory: string;
  readonly files: OpenFiles;
  readonly group: CommitGroup;
  /**
   * Called by `clean` with an entry that may be live. If it is, the owner appends it again, marks
   * `place` dead and keeps the new place. The payload is good until the call returns.
   */
  readonly relocate: (payload: Buffer, place: JournalPlace) => void;
  /** A segment that has as many is closed, and the next begun. */
  readonly segmentBytes?: number;
  /** Dead bytes that are left alone, besides as many as there are live ones. */
  readonly slackBytes?: number;
}

interface JournalSegment {
  readonly number: number;
  readonly file: SegmentFile;
  liveBytes: number;
  hasTombstones: boolean;
}

const kindBytes = 1;
const kinds: readonly JournalKind[] = ["entry", "tombstone"];
const defaultSegmentBytes = 16 * 1_048_576;
/** What one call of `clean` looks through at least, and for each byte appended since the last. */
const cleanBytesMin = 65_536;
const cleanBytesPerByte = 4;

/**
 * A log-structured store: entries are appended to segment files, read by their place, and marked
 * dead. A segment without live entries is deleted; when dead bytes prevail, the live entries of the
 * oldest segment are appended again and it goes too. Space and the time of recovery are therefore
 * bounded by what is live, whatever the history.
 *
 * The order of replay is that of the appends, with relocated entries at their new place: entries
 * whose order matters say it themselves. For one key, the last entry or tombstone is what holds.
 */
export class Journal implements Flushable {
  readonly #options: JournalOptions;
  readonly #segmentBytes: number;
  readonly #slackBytes: number;
  /** Oldest first; the last is written. */
  readonly #segments = new Map<number, JournalSegment>();
  readonly #tail = new JournalTail();
  #last: JournalSegment | undefined;
  #bytes = 0;
  #liveBytes = 0;
  #appendedBytes = 0;
  /** How far the oldest segment is cleaned, while it is. */
  #cleaned: { readonly segment: JournalSegment; offset: number } | undefined;
  #isReplaying = false;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#segmentBytes = options.segmentBytes ?? defaultSegmentBytes;
    this.#slackBytes = options.slackBytes ?? 2 * this.#segmentBytes;
    mkdirSync(options.directory, { recursive: true });
  }

  /** Bytes of all segments, and of the live entries in them. */
  get size(): { readonly bytes: number; readonly liveBytes: number } {
    return { bytes: this.#bytes, liveBytes: this.#liveBytes };
  }

  /**
   * Gives what earlier runs left to the visitor, in order; it may mark dead what was replaced. It
   * is called once, before anything is appended. Payloads are good until the visitor returns.
   *
   * @throws CorruptSegment where a file is not as it was written, and a crash cannot be the cause.
   */
  replay(visit: (kind: JournalKind, payload: Buffer, place: JournalPlace) => void): void {
    const { directory, files } = this.#options;
    const numbers = readdirSync(directory)
      .flatMap((name) => /^(\d+)\.journal$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
    this.#isReplaying = true;
    for (const number of numbers) {
      const segment = this.#add(number, new SegmentFile(files, this.#path(number)));
      const position = number === numbers.at(-1) ? "last" : "inner";
      segment.file.recover(position, (payload, offset) => {
        const kind = kinds[payload[0] as number];
        if (!kind) throw new CorruptSegment(segment.file.path, offset, "it is of no known kind");
        const place = { segment: number, offset, bytes: frameHeaderBytes + payload.length };
        this.#count(segment, kind, place.bytes);
        visit(kind, payload.subarray(kindBytes), place);
      });
    }
    this.#isReplaying = false;
    for (const segment of this.#segments.values()) this.#retireIfDead(segment);
  }

  append(payload: Uint8Array, kind: JournalKind = "entry"): JournalPlace {
    const bytes = frameHeaderBytes + kindBytes + payload.length;
    const segment = this.#segmentFor(bytes);
    const offset = segment.file.size + this.#tail.bytes;
    const frame = this.#tail.reserve(bytes);
    frame[frameHeaderBytes] = kinds.indexOf(kind);
    frame.set(payload, frameHeaderBytes + kindBytes);
    sealFrame(frame, 0, bytes);
    this.#count(segment, kind, bytes);
    this.#appendedBytes += bytes;
    this.#options.group.changed(this);
    return { segment: segment.number, offset, bytes };
  }

  /**
   * The payload of an entry that was not marked dead.
   *
   * @throws CorruptSegment where it was altered.
   */
  read(place: JournalPlace): Buffer {
    const segment = this.#segment(place);
    const unwritten = segment === this.#last ? place.offset - segment.file.size : -1;
    const frame =
      unwritten >= 0
        ? this.#tail.copy(unwritten, place.bytes)
        : segment.file.read(place.offset, place.bytes);
    if (frameEnd(frame, 0) !== place.bytes) {
      throw new CorruptSegment(segment.file.path, place.offset);
    }
    return frame.subarray(frameHeaderBytes + kindBytes);
  }

  /** The entry is of no use any more. Called once for each, when what replaces it is appended. */
  markDead(place: JournalPlace): void {
    const segment = this.#segment(place);
    segment.liveBytes -= place.bytes;
    this.#liveBytes -= place.bytes;
    if (!this.#isReplaying) this.#retireIfDead(segment);
  }

  /**
   * Does its share of the cleaning, if there is any to do. Called once a request, when the owner's
   * state is consistent; the work is in proportion to what was appended since the last call.
   *
   * @throws CorruptSegment where the segment that is cleaned was altered.
   */
  clean(): void {
    let budget = cleanBytesMin + cleanBytesPerByte * this.#appendedBytes;
    this.#appendedBytes = 0;
    while (budget > 0) {
      const cleaned = (this.#cleaned ??= this.#nextToClean());
      if (!cleaned) return;
      const before = cleaned.offset;
      this.#cleanBlock(cleaned, budget);
      budget -= cleaned.offset - before;
      if (this.#cleaned !== cleaned || cleaned.offset < cleaned.segment.file.size) continue;
      throw new Error(`live entries of ${cleaned.segment.file.path} were not relocated`);
    }
  }

  /** Hands what was appended to the operating system. */
  flush(): void {
    const segment = this.#last;
    if (!segment || this.#tail.bytes === 0) return;
    segment.file.append([this.#tail.unwritten]);
    this.#tail.clear();
    this.#options.group.written(segment.file);
  }

  /** Nothing is appended any more. */
  close(): void {
    this.flush();
    this.#options.group.forget(this);
    for (const { file } of this.#segments.values()) file.close();
  }

  #path(number: number): string {
    return join(this.#options.directory, `${String(number).padStart(12, "0")}.journal`);
  }

  #segment(place: JournalPlace): JournalSegment {
    const segment = this.#segments.get(place.segment);
    if (!segment) throw new RangeError(`no entry in segment ${place.segment}`);
    return segment;
  }

  #add(number: number, file: SegmentFile): JournalSegment {
    const segment = { number, file, liveBytes: 0, hasTombstones: false };
    this.#segments.set(number, segment);
    this.#last = segment;
    return segment;
  }

  #count(segment: JournalSegment, kind: JournalKind, bytes: number): void {
    this.#bytes += bytes;
    if (kind === "tombstone") {
      segment.hasTombstones = true;
      return;
    }
    segment.liveBytes += bytes;
    this.#liveBytes += bytes;
  }

  /** The segment that takes so many bytes more, with room for them in the tail. */
  #segmentFor(bytes: number): JournalSegment {
    if (!this.#tail.hasRoom(bytes)) this.flush();
    const last = this.#last;
    if (last && last.file.size + this.#tail.bytes < this.#segmentBytes) return last;
    const { files, group } = this.#options;
    this.flush();
    if (last) group.finished(last.file);
    const number = (last?.number ?? 0) + 1;
    const segment = this.#add(number, SegmentFile.create(files, this.#path(number)));
    if (last) this.#retireIfDead(last);
    return segment;
  }

  #oldest(): JournalSegment | undefined {
    const [oldest] = this.#segments.values();
    return oldest;
  }

  /** Without live entries a segment goes: the oldest always, another if it has no tombstones. */
  #retireIfDead(segment: JournalSegment): void {
    if (segment.liveBytes > 0 || segment === this.#last) return;
    if (segment === this.#oldest() || !segment.hasTombstones) this.#retire(segment);
    const oldest = this.#oldest();
    // What stayed for its tombstones alone may now be the oldest.
    if (oldest && oldest !== segment) this.#retireIfDead(oldest);
  }

  #retire(segment: JournalSegment): void {
    // Not before that is safe which made its entries dead.
    this.flush();
    this.#segments.delete(segment.number);
    this.#bytes -= segment.file.size;
    if (this.#cleaned?.segment === segment) this.#cleaned = undefined;
    this.#options.group.afterSync(() => segment.file.remove());
  }

  #nextToClean(): { readonly segment: JournalSegment; offset: number } | undefined {
    if (this.#bytes <= 2 * this.#liveBytes + this.#slackBytes) return undefined;
    const segment = this.#oldest();
    return segment && segment !== this.#last ? { segment, offset: 0 } : undefined;
  }

  /** Offers the entries of about as many bytes to the owner. */
  #cleanBlock(cleaned: { readonly segment: JournalSegment; offset: number }, bytes: number): void {
    const { file, number } = cleaned.segment;
    const start = cleaned.offset;
    let block = file.read(start, Math.min(bytes, file.size - start));
    for (let at = 0; at < block.length && this.#cleaned === cleaned;) {
      let end = frameEnd(block, at);
      if (end === undefined && at > 0) break;
      if (end === undefined) {
        block = readFrame(file, start);
        end = block.length;
      }
      const place = { segment: number, offset: start + at, bytes: end - at };
      cleaned.offset = start + end;
      const payload = block.subarray(at + frameHeaderBytes, end);
      if (payload[0] === kinds.indexOf("entry")) {
        this.#options.relocate(payload.subarray(kindBytes), place);
      }
      at = end;
    }
  }
}

/** One frame, however large. */
function readFrame(file: SegmentFile, offset: number): Buffer {
  const rest = file.size - offset;
  const header = rest > frameHeaderBytes ? file.read(offset, frameHeaderBytes) : undefined;
  const bytes = frameHeaderBytes + (header?.readUInt32LE(0) ?? 0);
  const frame = header && bytes <= rest ? file.read(offset, bytes) : undefined;
  if (!frame || frameEnd(frame, 0) !== bytes) throw new CorruptSegment(file.path, offset);
  return frame;
}
