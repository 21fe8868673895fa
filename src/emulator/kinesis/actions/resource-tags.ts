import { findResource } from "../resource.ts";
import { addTags, listTags, removeTags, tagRules } from "../tags.ts";
import { resourceMembers } from "../validation/common.ts";
import { action } from "./action.ts";

// The tags of streams and of consumers, by ARN.

export const tagResource = action(
  { Tags: tagRules.requiredMap, ...resourceMembers },
  (account, { ResourceARN: arn, Tags: added }) => {
    const { tags } = findResource(account, arn);
    addTags({ tags, place: `resource ${arn}`, tagsMax: account.limits.tagsPerResourceMax }, added);
    return undefined;
  },
);

export const untagResource = action(
  { TagKeys: tagRules.requiredKeys, ...resourceMembers },
  (account, input) => {
    removeTags(findResource(account, input.ResourceARN), input.TagKeys);
    return undefined;
  },
);

export const listTagsForResource = action(resourceMembers, (account, input) => ({
  Tags: listTags(findResource(account, input.ResourceARN).tags),
}));
