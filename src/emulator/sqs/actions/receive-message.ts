import type { Action } from "../action.ts";
import { invalidParameter } from "../errors.ts";
import { optionalInteger, requiredText, type JsonObject } from "../fields.ts";
import type { SqsLimits } from "../../../core/limits/sqs.ts";
import { readMessageView, renderDelivery, type MessageView } from "../message-output.ts";
import type { Delivery, ReceiveRequest } from "../queue.ts";

export const receiveMessage: Action = ({ engine, request }, input) => {
  const queue = engine.getByUrl(requiredText(input, "QueueUrl"));
  const view = readMessageView(input, engine.accountId);
  const received = queue.receive({
    ...readRequest(input, engine.limits),
    signalOf: () => request.signal,
  });
  return received instanceof Promise
    ? received.then((deliveries) => render(deliveries, view))
    : render(received, view);
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
  };
}

function secondsUpTo(max: number, input: JsonObject, name: string): number | undefined {
  const seconds = optionalInteger(input, name);
  if (seconds !== undefined && (seconds < 0 || seconds > max)) {
    throw invalidParameter(name, seconds, `Must be >= 0 and <= ${max}, if provided.`);
  }
  return seconds;
}
