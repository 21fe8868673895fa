import { afterAllWith, justAfter } from "./key-bytes.ts";

/** What can be listed: a KeyIndex, or several things under each of its keys, one after another. */
export interface Listable<V> {
  /** Entries from `key` on, itself included, in order. */
  from(key: string): Iterator<readonly [key: string, value: V], void>;
}

/** All texts are key bytes (see key-bytes.ts). */
export interface PageRequest {
  readonly prefix: string;
  /** Empty: no grouping. */
  readonly delimiter: string;
  /** The least key that may be on the page, itself included. */
  readonly from: string;
  /** Keys and common prefixes together. */
  readonly limit: number;
}

export interface Page<V> {
  readonly entries: readonly (readonly [key: string, value: V])[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of the page. */
  readonly last: string | undefined;
  /**
   * Where the next page begins, after all entries of the last key; undefined where this one is the
   * last.
   */
  readonly next: string | undefined;
}

/**
 * One page of a listing in key order. A common prefix is jumped over, however many keys it stands
 * for: a page costs O(limit · log n).
 */
export function listPage<V>(index: Listable<V>, request: PageRequest): Page<V> {
  const { prefix, delimiter, limit } = request;
  const entries: (readonly [string, V])[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  if (limit === 0) return { entries, commonPrefixes, last, next: undefined };
  let from = request.from > prefix ? request.from : prefix;
  let scan = index.from(from);
  for (;;) {
    const step = scan.next();
    if (step.done === true || !step.value[0].startsWith(prefix)) break;
    if (entries.length + commonPrefixes.length === limit) {
      return { entries, commonPrefixes, last, next: from };
    }
    const [key] = step.value;
    const group = commonPrefixOf(key, prefix, delimiter);
    if (group === undefined) {
      entries.push(step.value);
      last = key;
      from = justAfter(key);
    } else {
      commonPrefixes.push(group);
      last = group;
      from = afterAllWith(group);
      scan = index.from(from);
    }
  }
  return { entries, commonPrefixes, last, next: undefined };
}

/**
 * Where a listing begins that was asked to begin after `marker`. A marker within a common prefix
 * stands for all of it, as ListObjects and ListObjectVersions have it.
 */
export function fromMarker(marker: string, request: { prefix: string; delimiter: string }): string {
  const group = marker.startsWith(request.prefix)
    ? commonPrefixOf(marker, request.prefix, request.delimiter)
    : undefined;
  return group === undefined ? justAfter(marker) : afterAllWith(group);
}

function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === "") return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
