import type { HashKeyRange } from "../../core/hash-ranges.ts";
import type { Shard } from "./shard.ts";
import type { ShardMap } from "./shard-map.ts";

const hashKeys = 1n << 128n;

/**
 * A border this much nearer than a range is wide (by powers of two) is taken for the border asked
 * for: twice as many shards then come from one split each, whatever the division leaves over.
 */
const nearnessShift = 20n;

/**
 * Brings the open shards to `target` ranges of equal width, as UpdateShardCount does: it splits
 * where a border is missing, then merges what lies between two borders. Shards that are split or
 * merged again on the way are closed at once and live on as the parents that they are.
 */
export function reshardUniformly(shards: ShardMap, target: number, nowMs: number): void {
  const starts = uniformStarts(shards, target);
  for (const start of starts) {
    const { shard } = shards.locate(start);
    if (shard.range.start !== start) shards.split(shard, start, nowMs);
  }
  for (const [i, start] of starts.entries()) {
    const end = (starts[i + 1] ?? hashKeys) - 1n;
    let lower = shards.locate(start).shard;
    while (lower.range.end < end) {
      lower = shards.merge(lower, shards.locate(lower.range.end + 1n).shard, nowMs);
    }
  }
}

function uniformStarts(shards: ShardMap, target: number): readonly bigint[] {
  const width = hashKeys / BigInt(target);
  const near = width >> nearnessShift;
  return Array.from({ length: target }, (_, i) => {
    const ideal = width * BigInt(i);
    const { start, end } = shards.locate(ideal).shard.range;
    if (ideal - start <= near) return start;
    return end + 1n - ideal <= near ? end + 1n : ideal;
  });
}

/** Splits shards at the middle of their ranges, as long as there is a middle. */
export function splitEvenly(shards: ShardMap, chosen: readonly Shard[], nowMs: number): void {
  for (const shard of chosen) {
    const middle = middleOf(shard.range);
    if (canSplit(shard.range, middle)) shards.split(shard, middle, nowMs);
  }
}

/** Splits the widest shards until there are `target` open ones. */
export function growTo(shards: ShardMap, target: number, nowMs: number): void {
  for (;;) {
    const before = shards.open.length;
    if (before >= target) return;
    const widest = [...shards.open].sort((a, b) => compare(width(b.range), width(a.range)));
    splitEvenly(shards, widest.slice(0, target - before), nowMs);
    // Every range is too narrow to be split: there cannot be more shards.
    if (shards.open.length === before) return;
  }
}

/** Whether a shard may be split at a hash key: above the one after its start, below its end. */
export function canSplit({ start, end }: HashKeyRange, at: bigint): boolean {
  return at > start + 1n && at < end;
}

function middleOf({ start, end }: HashKeyRange): bigint {
  return start + (end - start + 1n) / 2n;
}

function width({ start, end }: HashKeyRange): bigint {
  return end - start;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
