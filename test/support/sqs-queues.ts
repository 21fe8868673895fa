import { SqsEngine } from "../../src/emulator/sqs/engine.ts";
import { sqsLimits, type SqsLimits } from "../../src/core/limits/sqs.ts";
import { noExtras, type MessageDraft } from "../../src/emulator/sqs/message.ts";
import type { Delivery, ReceiveRequest } from "../../src/emulator/sqs/delivery.ts";
import type { Queue } from "../../src/emulator/sqs/queue.ts";
import { engineContext } from "./engine-context.ts";
import { VirtualTime } from "./virtual-time.ts";

const live = new AbortController().signal;

export function start(limits: Partial<SqsLimits> = {}) {
  const time = new VirtualTime();
  const context = engineContext({ region: "eu-west-1" }, time);
  const engine = new SqsEngine({ context, limits: sqsLimits(limits) });
  return { time, engine };
}

export function drafts(...bodies: string[]): MessageDraft[] {
  return bodies.map((body) => ({ body, ...noExtras, delaySeconds: undefined }));
}

export function ask(request: Partial<ReceiveRequest> = {}): ReceiveRequest {
  const defaults = {
    messagesMax: 10,
    visibilitySeconds: undefined,
    waitSeconds: 0,
    attemptId: undefined,
    signalOf: () => live,
  };
  return { ...defaults, ...request };
}

export function receive(queue: Queue, request: Partial<ReceiveRequest> = {}): readonly Delivery[] {
  const received = queue.receive(ask(request));
  if (received instanceof Promise) throw new Error("it waits");
  return received;
}

export function bodies(deliveries: readonly Delivery[]): string[] {
  return deliveries.map(({ message }) => message.body);
}

export function longPoll(queue: Queue, request: Partial<ReceiveRequest> = {}) {
  const poll: { answer: string[] | undefined } = { answer: undefined };
  const received = Promise.resolve(queue.receive(ask({ waitSeconds: 20, ...request })));
  void received.then((deliveries) => (poll.answer = bodies(deliveries)));
  return poll;
}

export const settled = () => new Promise((resolve) => setImmediate(resolve));

export function withDeadLetters(maxReceiveCount: number) {
  const { time, engine } = start();
  const dead = engine.create("dead", {});
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount });
  const queue = engine.create("q", { RedrivePolicy, VisibilityTimeout: "10" });
  return { time, engine, dead, queue };
}
