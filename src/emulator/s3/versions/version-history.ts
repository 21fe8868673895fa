import { KeyIndex } from "../key-index.ts";
import type { ObjectVersion } from "../objects.ts";
import { atOrAfter, entriesOf, entryKey, keyOfEntry } from "./entry-key.ts";
import { nullVersionId, sequenceOfVersion } from "./version-id.ts";

/**
 * The versions of a bucket's keys that are not its current objects, each key's newest first: what
 * was overwritten, and delete markers. All keys are key bytes.
 *
 * Every call takes O(log n) for n versions of all keys together.
 */
export class VersionHistory {
  readonly #entries = new KeyIndex<ObjectVersion>();
  /** The sequence numbers of the `null` versions: their id does not tell. */
  readonly #nulls = new Map<string, number>();

  get size(): number {
    return this.#entries.size;
  }

  add(key: string, version: ObjectVersion): void {
    this.#entries.set(newestFirst(key, version.sequence), version);
    if (version.versionId === nullVersionId) this.#nulls.set(key, version.sequence);
  }

  remove(key: string, version: ObjectVersion): void {
    this.#entries.delete(newestFirst(key, version.sequence));
    if (version.versionId === nullVersionId) this.#nulls.delete(key);
  }

  find(key: string, versionId: string): ObjectVersion | undefined {
    const sequence =
      versionId === nullVersionId ? this.#nulls.get(key) : sequenceOfVersion(versionId);
    if (sequence === undefined) return undefined;
    const version = this.#entries.get(newestFirst(key, sequence));
    return version?.versionId === versionId ? version : undefined;
  }

  newest(key: string): ObjectVersion | undefined {
    const start = entriesOf(key);
    const first = this.#entries.from(start).next();
    return first.done !== true && first.value[0].startsWith(start) ? first.value[1] : undefined;
  }

  /** The versions of `key`, if any, and of all keys behind it. */
  from(key: string): Generator<readonly [key: string, version: ObjectVersion], void> {
    return this.#scan(atOrAfter(key));
  }

  /** The versions of `key` older than the sequence number, and those of all keys behind. */
  olderThan(
    key: string,
    sequence: number,
  ): Generator<readonly [key: string, version: ObjectVersion], void> {
    return this.#scan(newestFirst(key, sequence - 1));
  }

  *#scan(start: string): Generator<readonly [key: string, version: ObjectVersion], void> {
    for (const [entry, version] of this.#entries.from(start)) yield [keyOfEntry(entry), version];
  }
}

function newestFirst(key: string, sequence: number): string {
  return entryKey(key, Number.MAX_SAFE_INTEGER - sequence);
}
