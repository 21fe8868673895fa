import type { Action } from "../action.ts";
import { requiredText } from "../fields.ts";
import { withoutPermission } from "../queue-policy.ts";

export const removePermission: Action = ({ engine }, input) => {
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const label = requiredText(input, "Label");
  engine.setAttributes(queue, {
    Policy: withoutPermission(queue.settings.kept["Policy"], label),
  });
  return {};
};
