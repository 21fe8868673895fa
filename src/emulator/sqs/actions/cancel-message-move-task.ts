import type { Action } from "../action.ts";
import { queueArnNotFound, SqsError } from "../errors.ts";
import { requiredText } from "../fields.ts";
import { parseTaskHandle } from "../message-move-task.ts";

export const cancelMessageMoveTask: Action = ({ engine }, input) => {
  const handle = parseTaskHandle(requiredText(input, "TaskHandle"));
  if (!handle) {
    throw new SqsError(
      "InvalidParameterValueException",
      "Value for parameter TaskHandle is invalid.",
    );
  }
  if (!engine.getByArn(handle.sourceArn)) throw queueArnNotFound("SourceArn");
  const task = engine.moves.cancel(handle.sourceArn, handle.id);
  return { ApproximateNumberOfMessagesMoved: task.moved };
};
