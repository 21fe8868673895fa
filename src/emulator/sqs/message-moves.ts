import type { Random } from "../../core/random.ts";
import { randomUuid } from "../random-uuid.ts";
import { SqsError } from "./errors.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";
import type { Message } from "./message.ts";
import { isActive, type FailureReason, type MoveTask } from "./message-move-task.ts";
import type { QueueSurroundings } from "./queue-surroundings.ts";
import type { Queue } from "./queue.ts";

export interface MoveRequest {
  readonly source: Queue;
  readonly destination: Queue | undefined;
  readonly messagesPerSecond: number | undefined;
}

type Surroundings = Pick<
  QueueSurroundings,
  "limits" | "nowMs" | "after" | "queueByArn" | "journal"
> & {
  readonly random: Random;
};

/** A step takes at least this long, in ms, and moves at most so many messages. */
const stepMsMin = 10;
const stepMessagesMax = 1_000;

/**
 * The message-move tasks of all queues. A task moves a few messages a step and then waits, so that
 * neither a large queue nor a high rate keeps the engine from its other work. Its state is plain
 * data: what is to happen next follows from it.
 */
export class MessageMoves {
  readonly #surroundings: Surroundings;
  /** By the ARN of their source, the latest first. */
  readonly #tasks = new Map<string, MoveTask[]>();
  /** By the ARN of the source, which has one active task at most. */
  readonly #cancelStep = new Map<string, () => void>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Starts a task; throws where the source has an active one, or the account too many. */
  start({ source, destination, messagesPerSecond }: MoveRequest): MoveTask {
    const { limits, nowMs, random, journal } = this.#surroundings;
    const earlier = this.list(source.arn);
    if (earlier.some(isActive)) {
      throw new SqsError(
        "InvalidParameterValueException",
        "There is already a task running. Only one active task is allowed for a source queue arn " +
          "at a given time.",
      );
    }
    if (this.#cancelStep.size >= limits.moveTasksActiveMax) {
      throw new SqsError(
        "OverLimit",
        "The maximum number of active message move tasks is reached.",
      );
    }
    const task: MoveTask = {
      id: randomUuid(random),
      sourceArn: source.arn,
      destinationArn: destination?.arn,
      messagesPerSecond,
      startedAtMs: nowMs(),
      toMove: source.counts().ready,
      moved: 0,
      status: "RUNNING",
      failureReason: undefined,
    };
    const tasks = [task, ...earlier];
    for (const forgotten of tasks.splice(limits.listedMoveTasksMax)) journal.forgetTask(forgotten);
    this.#tasks.set(source.arn, tasks);
    journal.saveTask(task);
    this.#scheduleStep(task);
    return task;
  }

  /** Goes on with the tasks of an earlier run. */
  restore(tasks: readonly MoveTask[]): void {
    for (const task of tasks.toSorted((a, b) => b.startedAtMs - a.startedAtMs)) {
      this.#tasks.set(task.sourceArn, [...this.list(task.sourceArn), task]);
      if (task.status === "RUNNING") this.#scheduleStep(task);
      if (task.status === "CANCELLING") this.#scheduleCancel(task);
    }
  }

  /** The latest tasks of a source, the latest first. */
  list(sourceArn: string): readonly MoveTask[] {
    return this.#tasks.get(sourceArn) ?? [];
  }

  /** Stops a task that is running; what it has moved stays moved. Throws where there is none. */
  cancel(sourceArn: string, id: string): MoveTask {
    const task = this.list(sourceArn).find((candidate) => candidate.id === id);
    if (task?.status !== "RUNNING") {
      throw new SqsError("ResourceNotFoundException", "Task does not exist.");
    }
    this.#cancelStep.get(sourceArn)?.();
    task.status = "CANCELLING";
    this.#surroundings.journal.saveTask(task);
    this.#scheduleCancel(task);
    return task;
  }

  /** The source is deleted, and its tasks with it. */
  forget(sourceArn: string): void {
    this.#cancelStep.get(sourceArn)?.();
    this.#cancelStep.delete(sourceArn);
    for (const task of this.list(sourceArn)) this.#surroundings.journal.forgetTask(task);
    this.#tasks.delete(sourceArn);
  }

  /** Nothing is moved any more. */
  close(): void {
    for (const cancel of this.#cancelStep.values()) cancel();
    this.#cancelStep.clear();
  }

  #scheduleCancel(task: MoveTask): void {
    const { after, limits } = this.#surroundings;
    const cancelled = () => this.#end(task, "CANCELLED");
    this.#cancelStep.set(task.sourceArn, after(limits.moveTaskCancelMs, cancelled));
  }

  #scheduleStep(task: MoveTask): void {
    const { messages, ms } = stepOf(task, this.#surroundings.limits);
    const step = () => this.#step(task, messages);
    this.#cancelStep.set(task.sourceArn, this.#surroundings.after(ms, step));
  }

  #step(task: MoveTask, messages: number): void {
    const source = this.#surroundings.queueByArn(task.sourceArn);
    for (let i = 0; i < messages && task.moved < task.toMove; i++) {
      const outcome = source && this.#moveOne(task, source);
      if (outcome === undefined) return this.#end(task, "COMPLETED");
      if (outcome !== "moved") {
        task.failureReason = outcome;
        return this.#end(task, "FAILED");
      }
      task.moved++;
    }
    if (task.moved >= task.toMove) return this.#end(task, "COMPLETED");
    this.#surroundings.journal.saveTask(task);
    this.#scheduleStep(task);
  }

  /**
   * Moves the message that would be received next; undefined where there is none. It becomes a new
   * message with an id and a time of its own (SQS developer guide, "Dead-letter queue redrive"). A
   * message without a destination stays where it is.
   */
  #moveOne(task: MoveTask, source: Queue): "moved" | FailureReason | undefined {
    const { queueByArn } = this.#surroundings;
    let destination: Queue | undefined;
    let failure: FailureReason | undefined;
    const hasDestination = (message: Message): boolean => {
      const arn = task.destinationArn ?? message.deadLetterSourceArn;
      destination = arn === undefined ? undefined : queueByArn(arn);
      if (arn === undefined) failure = "CouldNotDetermineMessageSource";
      else if (!destination) failure = "AWS.SimpleQueueService.NonExistentQueue";
      return destination !== undefined;
    };
    const message = source.takeReady(hasDestination);
    if (!message || !destination) return failure;
    destination.sendAnew(message);
    return "moved";
  }

  #end(task: MoveTask, status: "COMPLETED" | "CANCELLED" | "FAILED"): void {
    task.status = status;
    this.#surroundings.journal.saveTask(task);
    this.#cancelStep.delete(task.sourceArn);
  }
}

/** How many messages to move at a time, and after how long, to keep to a task's rate. */
function stepOf(
  { messagesPerSecond }: MoveTask,
  limits: SqsLimits,
): { readonly messages: number; readonly ms: number } {
  const rate = messagesPerSecond ?? limits.moveTaskMessagesPerSecondDefault;
  const messages = Math.min(stepMessagesMax, Math.max(1, Math.ceil((rate * stepMsMin) / 1_000)));
  return { messages, ms: Math.max(stepMsMin, (messages * 1_000) / rate) };
}
