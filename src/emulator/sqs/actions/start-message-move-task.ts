import type { Action } from "../action.ts";
import type { SqsEngine } from "../engine.ts";
import { queueArnNotFound, SqsError } from "../errors.ts";
import { optionalInteger, optionalText, requiredText, type JsonObject } from "../fields.ts";
import { formatTaskHandle } from "../message-move-task.ts";
import type { Queue } from "../queue.ts";

export const startMessageMoveTask: Action = ({ engine }, input) => {
  const source = engine.getByArn(requiredText(input, "SourceArn"));
  const messagesPerSecond = readRate(input, engine);
  if (!source) throw queueArnNotFound("SourceArn");
  if (engine.deadLetterSourcesOf(source.arn).length === 0) {
    throw invalid("Source queue must be configured as a Dead Letter Queue.");
  }
  const destination = readDestination(input, engine);
  if (destination && isFifo(destination) !== isFifo(source)) {
    throw invalid("The source queue and destination queue must be of the same queue type.");
  }
  const task = engine.moves.start({ source, destination, messagesPerSecond });
  return { TaskHandle: formatTaskHandle(task) };
};

function readRate(input: JsonObject, { limits }: SqsEngine): number | undefined {
  const rate = optionalInteger(input, "MaxNumberOfMessagesPerSecond");
  if (rate !== undefined && (rate < 1 || rate > limits.moveTaskMessagesPerSecondMax)) {
    throw invalid(
      "Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a " +
        `number that's between 1 and ${limits.moveTaskMessagesPerSecondMax}.`,
    );
  }
  return rate;
}

function readDestination(input: JsonObject, engine: SqsEngine): Queue | undefined {
  const arn = optionalText(input, "DestinationArn");
  if (arn === undefined) return undefined;
  const queue = engine.getByArn(arn);
  if (!queue) throw queueArnNotFound("DestinationArn");
  return queue;
}

function isFifo({ name }: Queue): boolean {
  return name.endsWith(".fifo");
}

function invalid(message: string): SqsError {
  return new SqsError("InvalidParameterValueException", message);
}
