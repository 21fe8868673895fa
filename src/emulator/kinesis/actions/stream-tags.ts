import type { KinesisAccount } from "../account.ts";
import type { Stream } from "../stream.ts";
import { addTags, listTags, removeTags, tagRules, type TagOwner } from "../tags.ts";
import { streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

export const addTagsToStream = action(
  { ...streamMembers, Tags: tagRules.requiredMap },
  (account, input) => {
    addTags(ownerOf(account, account.find(input)), input.Tags);
    return undefined;
  },
);

export const removeTagsFromStream = action(
  { ...streamMembers, TagKeys: tagRules.requiredKeys },
  (account, input) => {
    removeTags(account.find(input).settings, input.TagKeys);
    return undefined;
  },
);

const listRules = {
  ...streamMembers,
  ExclusiveStartTagKey: tagRules.key,
  Limit: { type: "Integer", min: 1, max: 50 },
} as const;

/** The order of the keys makes a page's last key say where the next one starts. */
export const listTagsForStream = action(listRules, (account, input) => {
  const after = input.ExclusiveStartTagKey ?? "";
  const left = listTags(account.find(input).settings.tags).filter(({ Key }) => Key > after);
  const page = left.slice(0, input.Limit ?? left.length);
  return { Tags: page, HasMoreTags: page.length < left.length };
});

function ownerOf(account: KinesisAccount, stream: Stream): TagOwner {
  return {
    tags: stream.settings.tags,
    place: `stream ${stream.name} under account ${account.accountId}`,
    tagsMax: account.limits.tagsPerResourceMax,
  };
}
