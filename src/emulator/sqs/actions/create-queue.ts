import { queueUrlOf, type Action } from "../action.ts";
import { queueNameOf, textMap } from "../fields.ts";

export const createQueue: Action = (scope, input) => {
  const queue = scope.engine.create(
    queueNameOf(input),
    textMap(input, "Attributes"),
    // The one member that begins with a small letter; some clients write it like the others.
    { ...textMap(input, "Tags"), ...textMap(input, "tags") },
  );
  return { QueueUrl: queueUrlOf(scope, queue.name) };
};
