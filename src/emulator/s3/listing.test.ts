import * as fc from "fast-check";
import { expect, test } from "vitest";
import { afterAllWith, justAfter } from "./key-bytes.ts";
import { KeyIndex } from "./key-index.ts";
import { fromMarker, listPage } from "./listing.ts";
import type { Page } from "./listing.ts";

const key = fc.string({
  unit: fc.constantFrom("a", "b", "c", "/", "-"),
  minLength: 1,
  maxLength: 8,
});
const piece = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 3 });

interface Query {
  readonly prefix: string;
  readonly delimiter: string;
  readonly from: string;
}

/** What a listing shows, by a scan of all keys: keys, and each common prefix once. */
function shown(keys: readonly string[], { prefix, delimiter, from }: Query): string[] {
  const items = new Set<string>();
  for (const key of [...keys].sort()) {
    if (key < from || !key.startsWith(prefix)) continue;
    const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    items.add(at < 0 ? `key ${key}` : `prefix ${key.slice(0, at + delimiter.length)}`);
  }
  return [...items];
}

function indexOf(keys: readonly string[]): KeyIndex<string> {
  const index = new KeyIndex<string>();
  for (const key of keys) index.set(key, `value of ${key}`);
  return index;
}

test("the pages together are what a scan of all keys shows, each of the size asked for", () => {
  const query = fc.record({
    prefix: piece,
    delimiter: fc.constantFrom("", "/", "-", "a/"),
    from: fc.oneof(fc.constant(""), key.map(justAfter)),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 60 }),
      query,
      fc.integer({ min: 1, max: 7 }),
      (keys, asked, limit) => {
        const index = indexOf(keys);
        const seen: string[] = [];
        let from: string | undefined = asked.from;
        while (from !== undefined) {
          const page: Page<string> = listPage(index, { ...asked, from, limit });
          const items = [
            ...page.entries.map(([key]) => `key ${key}`),
            ...page.commonPrefixes.map((prefix) => `prefix ${prefix}`),
          ].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
          expect(textOf(items.at(-1) ?? "key ")).toBe(page.last ?? "");
          expect(items.length).toBe(page.next === undefined ? items.length : limit);
          seen.push(...items);
          from = page.next;
        }
        expect(seen).toEqual(shown(keys, asked));
      },
    ),
    { numRuns: 500 },
  );
});

test("a marker, which may be a common prefix, resumes where its page ended", () => {
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 40 }), piece, (keys, prefix) => {
      const query = { prefix, delimiter: "/" };
      const index = indexOf(keys);
      const seen: string[] = [];
      let marker: string | undefined = "";
      while (marker !== undefined) {
        const from: string = marker === "" ? "" : fromMarker(marker, query);
        const page = listPage(index, { ...query, from, limit: 1 });
        seen.push(...page.entries.map(([key]) => `key ${key}`));
        seen.push(...page.commonPrefixes.map((prefix) => `prefix ${prefix}`));
        marker = page.next === undefined ? undefined : page.last;
      }
      expect(seen).toEqual(shown(keys, { ...query, from: "" }));
    }),
  );
});

test.each([
  ["a/b", { prefix: "", delimiter: "/" }, afterAllWith("a/")],
  ["a/b", { prefix: "a/", delimiter: "/" }, justAfter("a/b")],
  ["a/b", { prefix: "", delimiter: "" }, justAfter("a/b")],
  ["z/b", { prefix: "a", delimiter: "/" }, justAfter("z/b")],
])("a listing after marker %s of %o begins at %j", (marker, query, from) => {
  expect(fromMarker(marker, query)).toBe(from);
});

test("a page of no keys is empty and the last", () => {
  const page = listPage(indexOf(["a"]), { prefix: "", delimiter: "", from: "", limit: 0 });
  expect(page).toEqual({ entries: [], commonPrefixes: [], last: undefined, next: undefined });
});

function textOf(item: string): string {
  return item.replace(/^(?:key|prefix) /, "");
}
