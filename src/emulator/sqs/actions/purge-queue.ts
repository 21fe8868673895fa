import type { Action } from "../action.ts";
import { requiredText } from "../fields.ts";

export const purgeQueue: Action = ({ engine }, input) => {
  engine.getByUrl(requiredText(input, "QueueUrl")).purge();
  return {};
};
