import { HashRanges, type HashKeyRange } from "../../core/hash-ranges.ts";
import type { Shard, ShardSeed } from "./shard.ts";

/** A shard as it was when it was saved. Its children are those that have it as a parent. */
export interface SavedShard extends ShardSeed {
  /** Undefined while it is open. */
  readonly endMs: number | undefined;
}

/** The shards of a stream, without their records: plain data. */
export interface ShardMapState {
  readonly nextIndex: number;
  /** In the order of their indexes. */
  readonly shards: readonly SavedShard[];
}

/**
 * The shards of a stream: those that are open, whose ranges hold every hash key exactly once, and
 * those that are closed, until they expire. Shards are numbered as they are made.
 */
export class ShardMap {
  readonly #createShard: CreateShard;
  /** By index, ascending. */
  readonly #shards = new Map<number, Shard>();
  /** In the order of their ranges. */
  readonly #open: Shard[];
  /** In the order in which they were closed. */
  readonly #closed = new Set<Shard>();
  /** Made at the first look-up after a change: many changes in a row then cost no more than one. */
  #ranges: HashRanges | undefined;
  #nextIndex = 0;

  constructor(createShard: CreateShard, ranges: readonly HashKeyRange[], createdMs: number) {
    this.#createShard = createShard;
    this.#open = ranges.map((range) => this.#add(range, createdMs, []));
  }

  /** The map that was saved. */
  static restore(createShard: CreateShard, state: ShardMapState): ShardMap {
    const map = new ShardMap(createShard, [], 0);
    map.#restore(state);
    return map;
  }

  /** Plain data, to be saved. */
  get state(): ShardMapState {
    const shards = this.all().map((shard) => ({
      index: shard.index,
      range: shard.range,
      createdMs: shard.createdMs,
      createdS: shard.createdS,
      parentIds: shard.parentIds,
      endMs: shard.isOpen ? undefined : shard.endMs,
    }));
    return { nextIndex: this.#nextIndex, shards };
  }

  /** All that have not expired, in the order of their indexes. */
  all(): readonly Shard[] {
    return [...this.#shards.values()];
  }

  /** The open ones, in the order of their ranges. */
  get open(): readonly Shard[] {
    return this.#open;
  }

  byIndex(index: number): Shard | undefined {
    return this.#shards.get(index);
  }

  ofPartitionKey(partitionKey: string): Shard {
    return this.#open[this.#lookUp().ofPartitionKey(partitionKey)] as Shard;
  }

  ofHashKey(hashKey: bigint): Shard {
    return this.#open[this.#lookUp().ofHashKey(hashKey)] as Shard;
  }

  /**
   * Closes an open shard and opens one for each side of a border: `at` is where the upper one
   * starts. A child starts a millisecond after its parent ends, so that at any time a hash key has
   * one shard.
   */
  split(shard: Shard, at: bigint, nowMs: number): void {
    const { start, end } = shard.range;
    const createdMs = afterAll([shard], nowMs);
    const lower = this.#add({ start, end: at - 1n }, createdMs, [shard]);
    const upper = this.#add({ start: at, end }, createdMs, [shard]);
    this.#replace([shard], [lower, upper], createdMs - 1);
  }

  /** Closes two open shards whose ranges meet and answers the one opened in their place. */
  merge(shard: Shard, adjacent: Shard, nowMs: number): Shard {
    const parents = [shard, adjacent];
    const createdMs = afterAll(parents, nowMs);
    const isUpward = shard.range.end < adjacent.range.start;
    const [lower, upper] = isUpward ? [shard, adjacent] : [adjacent, shard];
    const range = { start: lower.range.start, end: upper.range.end };
    const child = this.#add(range, createdMs, parents);
    this.#replace(parents, [child], createdMs - 1);
    return child;
  }

  /** The open shard with a hash key, and its place among the open ones: found without a table. */
  locate(hashKey: bigint): { readonly shard: Shard; readonly at: number } {
    let low = 0;
    let high = this.#open.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#open[middle] as Shard).range.end < hashKey) low = middle + 1;
      else high = middle;
    }
    return { shard: this.#open[low] as Shard, at: low };
  }

  /** Forgets the shards that were closed before a time, and what they hold; answers how many. */
  expire(beforeMs: number): number {
    let expired = 0;
    for (const shard of this.#closed) {
      if (shard.endMs >= beforeMs) break;
      shard.drop();
      this.#closed.delete(shard);
      this.#shards.delete(shard.index);
      expired++;
    }
    return expired;
  }

  #add(range: HashKeyRange, createdMs: number, parents: readonly Shard[]): Shard {
    const index = this.#nextIndex++;
    const createdS = createdSecond(createdMs, parents);
    const parentIds = parents.map((parent) => parent.id);
    const shard = this.#createShard({ index, range, createdMs, createdS, parentIds });
    this.#shards.set(index, shard);
    return shard;
  }

  #restore(state: ShardMapState): void {
    const children = new Map<string, Shard[]>();
    for (const seed of state.shards) {
      const shard = this.#createShard(seed);
      this.#shards.set(shard.index, shard);
      if (seed.endMs === undefined) this.#open.push(shard);
      for (const id of shard.parentIds) children.set(id, [...(children.get(id) ?? []), shard]);
    }
    this.#nextIndex = state.nextIndex;
    this.#open.sort((a, b) => (a.range.start < b.range.start ? -1 : 1));
    const closed = state.shards.toSorted((a, b) => (a.endMs ?? 0) - (b.endMs ?? 0));
    for (const { index, endMs } of closed) {
      if (endMs === undefined) continue;
      const shard = this.#shards.get(index) as Shard;
      shard.close(endMs, children.get(shard.id) ?? []);
      this.#closed.add(shard);
    }
  }

  #replace(parents: readonly Shard[], children: readonly Shard[], endMs: number): void {
    const { at } = this.locate((children[0] as Shard).range.start);
    this.#open.splice(at, parents.length, ...children);
    this.#ranges = undefined;
    for (const parent of parents) {
      this.#closed.add(parent);
      parent.close(endMs, children);
    }
  }

  #lookUp(): HashRanges {
    return (this.#ranges ??= new HashRanges(this.#open.map((shard) => shard.range)));
  }
}

type CreateShard = (seed: ShardSeed) => Shard;

/** Later than that of the parents: a key's sequence numbers ascend from parent to child. */
function createdSecond(createdMs: number, parents: readonly Shard[]): number {
  const second = Math.floor(createdMs / 1_000);
  if (parents.length === 0) return second;
  return Math.max(second, ...parents.map((parent) => parent.createdS)) + 1;
}

/** The first millisecond at which none of the parents, ended at `nowMs`, was open any more. */
function afterAll(parents: readonly Shard[], nowMs: number): number {
  return Math.max(nowMs, ...parents.map((shard) => shard.createdMs - 1)) + 1;
}
