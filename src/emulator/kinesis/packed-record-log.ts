import type { CommitGroup, Flushable } from "../storage/commit-group.ts";
import { CorruptSegment } from "../storage/corrupt-segment.ts";
import { frameEnd } from "../storage/frame.ts";
import type { MemoryBudget } from "../storage/memory-budget.ts";
import { BlockList } from "./block-list.ts";
import { type FoundChunk, RecordBlock } from "./record-block.ts";
import { RecordCursor, type LogPurpose } from "./record-chunk.ts";
import { LoggedRecords, type RecordRun } from "./logged-records.ts";
import type { LogPage, ReadExtent, RecordBody, RecordLog } from "./record-log.ts";
import type { RecordSegment, RecordSegments } from "./record-segments.ts";

export interface PackedRecordLogOptions {
  readonly budget: MemoryBudget;
  readonly group: CommitGroup;
  readonly segments: RecordSegments;
  /**
   * `spill`: a file takes what memory has no room for. `keep`: all goes to a file, at the latest
   * when its block is full, so that it is there after a restart.
   */
  readonly purpose: LogPurpose;
  readonly blockBytes?: number;
}

const defaultBlockBytes = 131_072;

/**
 * A shard's records in packed blocks. The newest are in memory as far as the budget that all logs
 * share allows; the others are in files and are read from there, a block at a time. Of each block
 * only its place, ordinals and times stay: some 200 bytes for 128 KiB of records.
 */
export class PackedRecordLog implements RecordLog, Flushable {
  readonly #options: PackedRecordLogOptions;
  readonly #blockBytes: number;
  readonly #blocks: BlockList;
  /** The last block, while it takes records. */
  #open: RecordBlock | undefined;
  #latestMs = 0;
  #horizonMs = -Infinity;
  /** `first` as it is for a horizon: a block is searched only when somebody asks. */
  #first = 0;
  #firstOf = -Infinity;
  #isDirty = false;
  /** Of all blocks but the last. */
  #sealedBytes = 0;
  readonly #evict = (block: RecordBlock): void => {
    this.#write(block);
    block.bytes = undefined;
    if (block === this.#open) this.#open = undefined;
  };

  /** `next` is the ordinal that the first record will get. */
  constructor(options: PackedRecordLogOptions, next = 0) {
    this.#options = options;
    this.#blockBytes = options.blockBytes ?? defaultBlockBytes;
    this.#blocks = new BlockList(next);
  }

  get first(): number {
    const oldest = this.#blocks.oldest;
    if (!oldest) return this.#blocks.next;
    if (oldest.firstMs >= this.#horizonMs) return oldest.first;
    if (this.#firstOf !== this.#horizonMs) {
      this.#first = this.#cursor(oldest).seekTime(this.#horizonMs).ordinal;
      this.#firstOf = this.#horizonMs;
    }
    return this.#first;
  }

  get next(): number {
    return this.#blocks.next;
  }

  get storedBytes(): number {
    return this.#sealedBytes + (this.#blocks.last?.end ?? 0);
  }

  /** Takes over a chunk of an earlier run, in the order in which they were written. */
  adopt(segment: RecordSegment, chunk: FoundChunk): void {
    let block = this.#blocks.last;
    const hasRoom = block && block.end + chunk.bytes <= this.#blockBytes;
    if (!block || !hasRoom || block.segment !== segment) {
      block = this.#newBlock();
      block.segment = segment;
      block.offset = chunk.offset;
      segment.blocks++;
      this.#push(block);
    }
    block.adopt(chunk);
    this.#latestMs = block.lastMs;
  }

  append(body: RecordBody, nowMs: number): number {
    const arrivalMs = Math.max(this.#latestMs, Math.floor(nowMs));
    this.#latestMs = arrivalMs;
    this.#blockFor(body).add(body, arrivalMs);
    if (!this.#isDirty) {
      this.#isDirty = true;
      this.#options.group.changed(this);
    }
    return arrivalMs;
  }

  keptFrom(ordinal: number): number {
    const oldest = this.#blocks.oldest;
    // Behind the oldest block all is kept: that block need not be searched, nor read from its file.
    if (oldest && ordinal >= oldest.next) return ordinal;
    return Math.max(ordinal, this.first);
  }

  read(from: number, extent: ReadExtent): LogPage {
    const runs: RecordRun[] = [];
    let bytes = 0;
    const begin = this.keptFrom(from);
    let ordinal = begin;
    const end = Math.min(this.next, begin + extent.records);
    let isFull = false;
    while (ordinal < end && !isFull) {
      const block = this.#blocks.at(ordinal);
      const cursor = this.#cursor(block).seek(ordinal);
      const start = cursor.clone();
      const first = ordinal;
      for (const stop = Math.min(end, block.next); ordinal < stop; ordinal++) {
        const { size } = cursor;
        isFull = bytes + size > extent.bytes && ordinal > begin;
        if (isFull) break;
        bytes += size;
        cursor.advance();
      }
      runs.push({ start, count: ordinal - first });
    }
    const records = new LoggedRecords(runs);
    const isWhole = !isFull && bytes < extent.bytes;
    return { records, next: ordinal, bytes, extent: isWhole ? "partial" : "full" };
  }

  arrivalMs(ordinal: number): number {
    return this.#cursor(this.#blocks.at(ordinal)).seek(ordinal).arrivalMs;
  }

  firstSince(ms: number): number {
    const block = this.#blocks.since(ms);
    if (!block) return this.next;
    const found = block.firstMs >= ms ? block.first : this.#cursor(block).seekTime(ms).ordinal;
    return this.keptFrom(found);
  }

  trim(horizonMs: number): void {
    if (horizonMs <= this.#horizonMs) return;
    this.#horizonMs = horizonMs;
    for (;;) {
      const oldest = this.#blocks.oldest;
      if (!oldest || oldest.lastMs >= horizonMs) return;
      this.#blocks.dropOldest();
      if (this.#blocks.oldest) this.#sealedBytes -= oldest.end;
      this.#letGo(oldest);
      if (!this.#blocks.oldest) this.#restart();
    }
  }

  /** Hands what is not in the file yet to the operating system. */
  flush(): void {
    this.#isDirty = false;
    if (this.#open) this.#write(this.#open);
  }

  /** Nothing is appended any more; with `keep`, what is there stays for the next run. */
  close(): void {
    const { purpose, budget, group, segments } = this.#options;
    if (purpose === "keep") this.flush();
    for (const block of this.#blocks) budget.release(block);
    group.forget(this);
    segments.close();
  }

  drop(): void {
    const { budget, group, segments } = this.#options;
    for (const block of this.#blocks) budget.release(block);
    this.#blocks.clear();
    this.#sealedBytes = 0;
    this.#open = undefined;
    group.forget(this);
    segments.removeAll();
  }

  /** The block that takes a record, with room for it. */
  #blockFor(body: RecordBody): RecordBlock {
    let capacity = this.#open?.capacityFor(body);
    if (!this.#open || capacity === undefined) {
      if (this.#open) this.#seal(this.#open);
      this.#open = this.#newBlock();
      this.#push(this.#open);
      capacity = this.#open.capacityFor(body) as number;
    }
    const block = this.#open;
    if (capacity !== block.bytes?.length) {
      block.grow(capacity);
      this.#options.budget.hold(block, capacity);
    }
    return block;
  }

  #push(block: RecordBlock): void {
    this.#sealedBytes += this.#blocks.last?.end ?? 0;
    this.#blocks.push(block);
  }

  #newBlock(): RecordBlock {
    return new RecordBlock({
      first: this.next,
      bytesMax: this.#blockBytes,
      before: this.#blocks.last,
      evict: this.#evict,
    });
  }

  /** Where the file cannot be written, the block stays open, and the next append tries again. */
  #seal(block: RecordBlock): void {
    if (this.#options.purpose === "keep") this.#write(block);
    this.#open = undefined;
  }

  #write(block: RecordBlock): void {
    const { segments, purpose } = this.#options;
    const bytes = block.takeUnwritten(purpose);
    if (!bytes) return;
    block.segment ??= segments.forBlock(block.first);
    const offset = segments.append(block.segment, bytes);
    if (block.written === 0) block.offset = offset;
    block.written = block.end;
  }

  #cursor(block: RecordBlock): RecordCursor {
    return new RecordCursor(block.packed(block.bytes ?? this.#load(block)));
  }

  #load(block: RecordBlock): Buffer {
    const { file } = block.segment as NonNullable<RecordBlock["segment"]>;
    const bytes = file.read(block.offset, block.end);
    if (this.#options.purpose === "keep") checkFrames(bytes, file.path, block.offset);
    block.bytes = bytes;
    this.#options.budget.hold(block, bytes.length);
    return bytes;
  }

  #letGo(block: RecordBlock): void {
    if (block === this.#open) this.#open = undefined;
    this.#options.budget.release(block);
    block.bytes = undefined;
    if (block.segment) this.#options.segments.release(block.segment);
  }

  #restart(): void {
    if (this.#options.purpose === "keep") this.#options.segments.restart(this.next);
    else this.#options.segments.removeAll();
  }
}

/** @throws CorruptSegment where a frame of the bytes, which lie at `offset`, is torn or altered. */
function checkFrames(bytes: Buffer, path: string, offset: number): void {
  for (let at = 0; at < bytes.length;) {
    const end = frameEnd(bytes, at);
    if (end === undefined) throw new CorruptSegment(path, offset + at);
    at = end;
  }
}
