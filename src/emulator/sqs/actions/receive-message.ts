import type { Action } from "../action.ts";
import { invalidParameter } from "../errors.ts";
import { optionalInteger, requiredText, type JsonObject } from "../fields.ts";
import type { SqsLimits } from "../../../core/limits/sqs.ts";
import { countReceived } from "../message-counts.ts";
import { readMessageView, renderDelivery, type MessageView } from "../message-output.ts";
import type { Delivery, ReceiveRequest } from "../delivery.ts";
import { notOfThisQueueType, readToken } from "../message-input.ts";

export const receiveMessage: Action = ({ engine, request }, input) => {
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  queue.startCall("receive");
  const view = readMessageView(input, engine.accountId);
  const asked = readRequest(input, engine.limits);
  if (asked.attemptId !== undefined && !queue.settings.fifo) {
    throw notOfThisQueueType("ReceiveRequestAttemptId", asked.attemptId);
  }
  const received = queue.receive({ ...asked, signalOf: () => request.signal });
  const answer = (deliveries: readonly Delivery[]): JsonObject => {
    countReceived(engine.meter, queue.name, deliveries.length);
    return render(deliveries, view);
  };
  return received instanceof Promise ? received.then(answer) : answer(received);
};

function render(deliveries: readonly Delivery[], view: MessageView): JsonObject {
  if (deliveries.length === 0) return {};
  return { Messages: deliveries.map((delivery) => renderDelivery(delivery, view)) };
}

function readRequest(input: JsonObject, limits: SqsLimits): Omit<ReceiveRequest, "signalOf"> {
  const messagesMax = optionalInteger(input, "MaxNumberOfMessages") ?? 1;
  if (messagesMax < 1 || messagesMax > limits.receiveMessagesMax) {
    throw invalidParameter(
      "MaxNumberOfMessages",
      messagesMax,
      `Must be between 1 and ${limits.receiveMessagesMax}, if provided.`,
    );
  }
  return {
    messagesMax,
    visibilitySeconds: secondsUpTo(limits.visibilitySecondsMax, input, "VisibilityTimeout"),
    waitSeconds: secondsUpTo(limits.waitSecondsMax, input, "WaitTimeSeconds"),
    attemptId: readToken(input, "ReceiveRequestAttemptId", limits),
  };
}

function secondsUpTo(max: number, input: JsonObject, name: string): number | undefined {
  const seconds = optionalInteger(input, name);
  if (seconds !== undefined && (seconds < 0 || seconds > max)) {
    throw invalidParameter(name, seconds, `Must be >= 0 and <= ${max}, if provided.`);
  }
  return seconds;
}
