/** A shard and those that were split or merged into it. */
export interface ShardLink {
  readonly shardId: string;
  readonly parents: readonly string[];
}

/**
 * Which shards of a stream may be read: one after all its parents have been read to their end, so
 * that the records of a key keep their order over a reshard. A parent that no list has any more has
 * expired, and is waited for no longer.
 *
 * Of a shard: waiting → reading → ended.
 */
export class Lineage {
  readonly #waiting = new Map<string, readonly string[]>();
  readonly #reading = new Set<string>();
  readonly #ended = new Set<string>();

  /** Whether the shard was ever named to it. */
  knows(shardId: string): boolean {
    return this.#waiting.has(shardId) || this.#reading.has(shardId) || this.#ended.has(shardId);
  }

  /** Takes shards that are there, new ones and known ones. Answers which may be read now. */
  add(shards: readonly ShardLink[]): readonly string[] {
    for (const { shardId, parents } of shards) {
      if (!this.knows(shardId)) this.#waiting.set(shardId, parents);
    }
    return this.#ready();
  }

  /** A shard has been read to its end. Answers which others may be read now. */
  ended(shardId: string): readonly string[] {
    this.#reading.delete(shardId);
    this.#ended.add(shardId);
    return this.#ready();
  }

  #ready(): readonly string[] {
    const ready = [...this.#waiting].flatMap(([shardId, parents]) =>
      parents.some((parent) => this.knows(parent) && !this.#ended.has(parent)) ? [] : [shardId],
    );
    for (const shardId of ready) {
      this.#waiting.delete(shardId);
      this.#reading.add(shardId);
    }
    return ready;
  }
}
