import type { Action } from "../action.ts";
import { requiredText } from "../fields.ts";

export const deleteQueue: Action = ({ engine }, input) => {
  engine.delete(engine.getByUrl(requiredText(input, "QueueUrl")));
  return {};
};
