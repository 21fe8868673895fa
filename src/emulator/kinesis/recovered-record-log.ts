import { CorruptSegment } from "../storage/corrupt-segment.ts";
import { frameHeaderBytes } from "../storage/frame.ts";
import type { OpenFiles } from "../storage/open-files.ts";
import { SegmentFile } from "../storage/segment-file.ts";
import { PackedRecordLog, type PackedRecordLogOptions } from "./packed-record-log.ts";
import { type ChunkSpan, spanOf } from "./record-chunk.ts";

/** A segment file of an earlier run. */
export interface FoundSegment {
  readonly path: string;
  /** The ordinal of its first record. */
  readonly first: number;
}

/**
 * The log of a shard as an earlier run left it: all that was acknowledged is there. Every byte is
 * read and checked; nothing but the index stays in memory.
 *
 * @throws CorruptSegment where a file is not as it was written, and a crash cannot be the cause.
 */
export function recoverRecordLog(
  options: PackedRecordLogOptions,
  files: OpenFiles,
  found: readonly FoundSegment[],
): PackedRecordLog {
  const ordered = found.toSorted((a, b) => a.first - b.first);
  const log = new PackedRecordLog(options, ordered[0]?.first ?? 0);
  for (const { path, first } of ordered) {
    if (first !== log.next) throw gap(path, 0, { expected: log.next, found: first });
    const chunks: (ChunkSpan & { offset: number; bytes: number })[] = [];
    let next = first;
    const file = new SegmentFile(files, path);
    file.recover(path === ordered.at(-1)?.path ? "last" : "inner", (payload, offset) => {
      const span = spanOf(payload);
      if (span.first !== next) throw gap(path, offset, { expected: next, found: span.first });
      next += span.count;
      chunks.push({ ...span, offset, bytes: frameHeaderBytes + payload.length });
    });
    const segment = options.segments.adopt(file, first);
    for (const chunk of chunks) log.adopt(segment, chunk);
  }
  return log;
}

function gap(path: string, offset: number, ordinals: { expected: number; found: number }) {
  const reason = `record ${ordinals.expected} is expected there, not ${ordinals.found}`;
  return new CorruptSegment(path, offset, reason);
}
