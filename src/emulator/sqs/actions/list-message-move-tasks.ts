import type { Action } from "../action.ts";
import { invalidParameter, queueArnNotFound } from "../errors.ts";
import { optionalInteger, requiredText, type JsonObject } from "../fields.ts";
import { formatTaskHandle, type MoveTask } from "../message-move-task.ts";

/** The latest task alone, unless MaxResults asks for more. */
export const listMessageMoveTasks: Action = ({ engine }, input) => {
  const source = engine.getByArn(requiredText(input, "SourceArn"));
  const { listedMoveTasksMax: max } = engine.limits;
  const maxResults = optionalInteger(input, "MaxResults") ?? 1;
  if (maxResults < 1 || maxResults > max) {
    throw invalidParameter("MaxResults", maxResults, `Must be between 1 and ${max}, if provided.`);
  }
  if (!source) throw queueArnNotFound("SourceArn");
  return { Results: engine.moves.list(source.arn).slice(0, maxResults).map(render) };
};

/** Only a task that runs has a handle: no other can be cancelled. */
function render(task: MoveTask): JsonObject {
  const { destinationArn, messagesPerSecond, failureReason } = task;
  return {
    ...(task.status === "RUNNING" && { TaskHandle: formatTaskHandle(task) }),
    Status: task.status,
    SourceArn: task.sourceArn,
    ...(destinationArn !== undefined && { DestinationArn: destinationArn }),
    ...(messagesPerSecond !== undefined && { MaxNumberOfMessagesPerSecond: messagesPerSecond }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(failureReason !== undefined && { FailureReason: failureReason }),
    StartedTimestamp: task.startedAtMs,
  };
}
