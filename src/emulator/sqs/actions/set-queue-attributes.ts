import type { Action } from "../action.ts";
import { missingParameter } from "../errors.ts";
import { requiredText, textMap } from "../fields.ts";

/** Takes effect at once; AWS asks for up to 60 seconds (SetQueueAttributes API reference). */
export const setQueueAttributes: Action = ({ engine }, input) => {
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const attributes = textMap(input, "Attributes");
  if (Object.keys(attributes).length === 0) throw missingParameter("Attributes");
  engine.setAttributes(queue, attributes);
  return {};
};
