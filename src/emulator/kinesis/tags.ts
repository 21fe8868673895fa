import { KinesisError } from "./errors.ts";
import type { MapRule, StringRule } from "./validation/rules.ts";

/** Whose tags they are, as the service's messages name it. */
export interface TagOwner {
  readonly tags: Map<string, string>;
  readonly place: string;
  /** The most tags that a resource can have. */
  readonly tagsMax: number;
}

const tagKeyRule = { type: "String", minLength: 1, maxLength: 128 } as const satisfies StringRule;

const tagMapRule = {
  type: "Map",
  minLength: 1,
  maxLength: 200,
  key: tagKeyRule,
  value: { type: "String", minLength: 0, maxLength: 256 },
} as const satisfies MapRule;

export const tagRules = {
  key: tagKeyRule,
  map: tagMapRule,
  requiredMap: { ...tagMapRule, required: true },
  requiredKeys: { type: "List", required: true, minLength: 1, maxLength: 50, member: tagKeyRule },
} as const;

const allowed = /^[\p{L}\p{N}\p{Z}\s_.:/=+\-@%]*$/u;

/**
 * Adds tags, or overwrites those that are there.
 *
 * @throws KinesisError of code InvalidArgumentException; nothing is then added.
 */
export function addTags(owner: TagOwner, added: Readonly<Record<string, string>>): void {
  const entries = Object.entries(added);
  const failed = `Failed to add tags to ${owner.place} because`;
  if (!entries.every((entry) => entry.every((text) => allowed.test(text)))) {
    throw invalid(
      `${failed} some tags contained illegal characters. The allowed characters are ` +
        "Unicode letters, white-spaces, '_',',','/','=','+','-','%','@'.",
    );
  }
  if (entries.some(([key]) => key.toLowerCase().startsWith("aws:"))) {
    throw invalid(`${failed} tag keys that start with 'aws:' are reserved.`);
  }
  const fresh = entries.filter(([key]) => !owner.tags.has(key)).length;
  if (owner.tags.size + fresh > owner.tagsMax) {
    throw invalid(
      `${failed} a given stream cannot have more than ${owner.tagsMax} tags associated with it.`,
    );
  }
  for (const [key, value] of entries) owner.tags.set(key, value);
}

/** The tags of something that is being made, under the same rules. */
export function newTags(
  owner: Omit<TagOwner, "tags">,
  added: Readonly<Record<string, string>> = {},
): Map<string, string> {
  const tags = new Map<string, string>();
  addTags({ ...owner, tags }, added);
  return tags;
}

/** Keys that are not there are no mistake. */
export function removeTags({ tags }: Pick<TagOwner, "tags">, keys: readonly string[]): void {
  for (const key of keys) tags.delete(key);
}

/** The tags in the order of their keys, as the service lists them. */
export function listTags(
  tags: ReadonlyMap<string, string>,
): readonly { readonly Key: string; readonly Value: string }[] {
  return [...tags]
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((a, b) => (a.Key < b.Key ? -1 : a.Key > b.Key ? 1 : 0));
}

function invalid(message: string): KinesisError {
  return new KinesisError("InvalidArgumentException", message);
}
