import type { Action } from "../action.ts";
import { SqsError } from "../errors.ts";
import { requiredText, textList } from "../fields.ts";
import { withoutTags } from "../queue-tags.ts";

/** A key that the queue does not have is no error. */
export const untagQueue: Action = ({ engine }, input) => {
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const keys = textList(input, "TagKeys");
  if (keys.length === 0) {
    throw new SqsError(
      "InvalidParameterValueException",
      `Tag keys must be between 1 and ${engine.limits.tagKeyCharactersMax} characters in length.`,
    );
  }
  queue.setTags(withoutTags(queue.state.tags, keys));
  return {};
};
