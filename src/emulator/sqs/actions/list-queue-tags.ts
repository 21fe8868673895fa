import type { Action } from "../action.ts";
import { requiredText } from "../fields.ts";

export const listQueueTags: Action = ({ engine }, input) => {
  const { tags } = engine.getByUrl(requiredText(input, "QueueUrl")).state;
  return Object.keys(tags).length === 0 ? {} : { Tags: tags };
};
