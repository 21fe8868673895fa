import type { Action } from "../action.ts";
import { missingParameter } from "../errors.ts";
import { requiredText, textMap } from "../fields.ts";
import { withTags } from "../queue-tags.ts";

export const tagQueue: Action = ({ engine }, input) => {
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const added = textMap(input, "Tags");
  if (Object.keys(added).length === 0) throw missingParameter("Tags");
  const { name: queueName, state } = queue;
  queue.setTags(withTags(state.tags, added, { queueName, limits: engine.limits }));
  return {};
};
