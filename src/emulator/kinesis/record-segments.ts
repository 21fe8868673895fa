import type { CommitGroup } from "../storage/commit-group.ts";
import type { OpenFiles } from "../storage/open-files.ts";
import { SegmentFile } from "../storage/segment-file.ts";

/** A file of a shard's blocks, and how many of them are still of use. */
export interface RecordSegment {
  readonly file: SegmentFile;
  /** The ordinal of its first record. */
  readonly first: number;
  blocks: number;
}

export interface RecordSegmentsOptions {
  readonly files: OpenFiles;
  readonly group: CommitGroup;
  /** The path of the segment that begins with the record at `ordinal`. */
  readonly pathOf: (ordinal: number) => string;
}

const smallestBytes = 1_048_576;
const largestBytes = 64 * 1_048_576;
/** A segment holds at most this share of its log, so that trimming soon frees its disk space. */
const share = 1 / 8;

/** The segment files of one shard, each named for its first ordinal. */
export class RecordSegments {
  readonly #options: RecordSegmentsOptions;
  /** In the order of their ordinals; the last takes what is written next. */
  readonly #segments: RecordSegment[] = [];
  #bytes = 0;

  constructor(options: RecordSegmentsOptions) {
    this.#options = options;
  }

  /** Adds a segment of an earlier run. */
  adopt(file: SegmentFile, first: number): RecordSegment {
    const segment = { file, first, blocks: 0 };
    this.#segments.push(segment);
    this.#bytes += file.size;
    return segment;
  }

  /** The segment for a new block: the last one, or a new one where that is full. */
  forBlock(first: number): RecordSegment {
    const last = this.#segments.at(-1);
    const fullBytes = Math.min(largestBytes, Math.max(smallestBytes, this.#bytes * share));
    const segment = last && last.file.size < fullBytes ? last : this.#begin(first);
    segment.blocks++;
    return segment;
  }

  /** Answers where the bytes begin. */
  append(segment: RecordSegment, bytes: Buffer): number {
    const offset = segment.file.append([bytes]);
    this.#bytes += bytes.length;
    this.#options.group.written(segment.file);
    return offset;
  }

  /** A block was trimmed. A segment goes with its last block, unless it is being written. */
  release(segment: RecordSegment): void {
    segment.blocks--;
    while (this.#segments.length > 1 && this.#segments[0]?.blocks === 0) this.#removeFirst();
  }

  /**
   * All was trimmed: a new, empty segment keeps the ordinal to go on from, and the old ones go.
   */
  restart(next: number): void {
    if (this.#segments.at(-1)?.first !== next) this.#begin(next);
    while (this.#segments.length > 1) this.#removeFirst();
  }

  close(): void {
    for (const { file } of this.#segments) file.close();
  }

  removeAll(): void {
    while (this.#segments.length > 0) this.#removeFirst();
  }

  #begin(first: number): RecordSegment {
    const { files, group, pathOf } = this.#options;
    const last = this.#segments.at(-1);
    if (last) group.finished(last.file);
    const segment = { file: SegmentFile.create(files, pathOf(first)), first, blocks: 0 };
    this.#segments.push(segment);
    group.written(segment.file);
    return segment;
  }

  #removeFirst(): void {
    const removed = this.#segments.shift();
    if (!removed) return;
    this.#bytes -= removed.file.size;
    this.#options.group.afterSync(() => removed.file.remove());
  }
}
