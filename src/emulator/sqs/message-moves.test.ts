import { describe, expect, test } from "vitest";

import { bodies, drafts, receive, start } from "../../../test/support/sqs-queues.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";
import { formatTaskHandle, parseTaskHandle, type MoveTask } from "./message-move-task.ts";
import type { Queue } from "./queue.ts";

/** Two queues with `count` dead letters each in a queue that they share. */
function withDead(count: number, limits: Partial<SqsLimits> = {}) {
  const { time, engine } = start(limits);
  const dead = engine.create("dead", {});
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
  const [a, b] = ["a", "b"].map((name) => {
    const queue = engine.create(name, { RedrivePolicy, VisibilityTimeout: "0" });
    queue.send(drafts(...Array.from({ length: count }, (_, i) => `${name}${i}`)));
    for (let receives = 0; receives < 2 * count; receives++) receive(queue, { messagesMax: 1 });
    engine.setAttributes(queue, { VisibilityTimeout: "30" });
    return queue;
  }) as [Queue, Queue];
  const move = (messagesPerSecond?: number, destination?: Queue): MoveTask =>
    engine.moves.start({ source: dead, destination, messagesPerSecond });
  return { time, engine, dead, a, b, move };
}

describe("a message-move task", () => {
  test("brings messages back to where they came from, as new ones", () => {
    const { time, dead, a, b, move } = withDead(2);
    expect(dead.counts().ready).toBe(4);
    const task = move();
    expect(task).toMatchObject({ status: "RUNNING", toMove: 4, moved: 0 });
    time.advanceMs(1_000);
    expect(task).toMatchObject({ status: "COMPLETED", toMove: 4, moved: 4 });
    expect(dead.counts().ready).toBe(0);
    expect(bodies(receive(a)).sort()).toEqual(["a0", "a1"]);
    const [delivery] = receive(b);
    expect(delivery?.receiveCount).toBe(1);
  });

  test("brings all to one destination where it has one", () => {
    const { time, engine, move } = withDead(2);
    const other = engine.create("other", {});
    move(undefined, other);
    time.advanceMs(1_000);
    expect(other.counts().ready).toBe(4);
  });

  test("loses none of a FIFO queue's to its de-duplication, and keeps their order", () => {
    const { time, engine } = start();
    const fifo = { FifoQueue: "true", ContentBasedDeduplication: "true" };
    const dead = engine.create("dead.fifo", fifo);
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
    const Attributes = { ...fifo, RedrivePolicy, VisibilityTimeout: "0" };
    const queue = engine.create("q.fifo", Attributes);
    const sent = drafts("1", "2", "3");
    queue.send(sent.map((draft) => ({ ...draft, groupId: "g", deduplicationId: draft.body })));
    for (let receives = 0; receives < 6; receives++) receive(queue);
    expect(dead.counts().ready).toBe(3);
    engine.setAttributes(queue, { VisibilityTimeout: "30" });
    engine.moves.start({ source: dead, destination: undefined, messagesPerSecond: undefined });
    time.advanceMs(1_000);
    expect(bodies(receive(queue))).toEqual(["1", "2", "3"]);
  });

  test("keeps to its rate", () => {
    const { time, move } = withDead(3);
    const task = move(2);
    const moved = [499, 1, 500, 1_000].map((ms) => {
      time.advanceMs(ms);
      return task.moved;
    });
    expect(moved).toEqual([0, 1, 2, 4]);
  });

  test.each([7, 100, 333, 500])("moves no more than %i messages a second", (rate) => {
    const { time, move } = withDead(300);
    const task = move(rate);
    time.advanceMs(1_000);
    expect(task.moved).toBeGreaterThan(rate * 0.8);
    expect(task.moved).toBeLessThanOrEqual(rate);
  });

  test("moves what was there when it began, even where that dies again", () => {
    const { time, dead, a, move } = withDead(1);
    const task = move(1);
    time.advanceMs(1_000);
    dead.send(drafts("late"));
    time.advanceMs(10_000);
    expect(task).toMatchObject({ status: "COMPLETED", moved: 2 });
    expect(bodies(receive(dead))).toEqual(["late"]);
    expect(a.counts().ready).toBe(1);
  });

  test("ends early where others took the messages", () => {
    const { time, dead, move } = withDead(1);
    const task = move();
    receive(dead);
    time.advanceMs(1_000);
    expect(task).toMatchObject({ status: "COMPLETED", toMove: 2, moved: 0 });
  });

  test("fails at a message that was sent to the source directly, and leaves it there", () => {
    const { time, dead, move } = withDead(0);
    dead.send(drafts("direct"));
    const task = move();
    time.advanceMs(1_000);
    expect(task).toMatchObject({
      status: "FAILED",
      failureReason: "CouldNotDetermineMessageSource",
    });
    expect(dead.counts().ready).toBe(1);
  });

  test("fails when its destination is deleted", () => {
    const { time, engine, dead, move } = withDead(1);
    const other = engine.create("other", {});
    const task = move(1, other);
    time.advanceMs(1_000);
    engine.delete(other);
    time.advanceMs(1_000);
    expect(task).toMatchObject({
      status: "FAILED",
      failureReason: "AWS.SimpleQueueService.NonExistentQueue",
      moved: 1,
    });
    expect(dead.counts().ready).toBe(1);
  });

  test("is cancelled in two steps, and then moves no more", () => {
    const { time, engine, dead, move } = withDead(2, { moveTaskCancelMs: 50 });
    const task = move(1);
    time.advanceMs(1_000);
    expect(engine.moves.cancel(dead.arn, task.id).status).toBe("CANCELLING");
    expect(() => engine.moves.cancel(dead.arn, task.id)).toThrow("Task does not exist.");
    expect(() => move()).toThrow("There is already a task running.");
    time.advanceMs(50);
    expect(task).toMatchObject({ status: "CANCELLED", moved: 1 });
    time.advanceMs(5_000);
    expect(task.moved).toBe(1);
  });

  test("goes with its source", () => {
    const { time, engine, dead, a, move } = withDead(2);
    const task = move(1);
    engine.delete(dead);
    time.advanceMs(5_000);
    expect(task.moved).toBe(0);
    expect(a.counts().ready).toBe(0);
    expect(engine.moves.list(dead.arn)).toEqual([]);
  });
});

test("a source has one active task, and the account not too many", () => {
  const { engine, dead, move } = withDead(1, { moveTasksActiveMax: 1 });
  move();
  expect(() => move()).toThrow(
    "There is already a task running. Only one active task is allowed for a source queue arn at " +
      "a given time.",
  );
  const source = engine.create("other", {});
  const other = { source, destination: dead, messagesPerSecond: undefined };
  expect(() => engine.moves.start(other)).toThrow("The maximum number of active");
});

test("the latest tasks are kept, the latest first", () => {
  const { time, engine, dead, move } = withDead(0, { listedMoveTasksMax: 2 });
  const tasks = [1, 2, 3].map((rate) => {
    const task = move(rate);
    time.advanceMs(1_000);
    return task;
  });
  expect(engine.moves.list(dead.arn)).toEqual([tasks[2], tasks[1]]);
});

test("a handle tells its task, and nothing else is one", () => {
  const task = { id: "i", sourceArn: "arn" };
  expect(parseTaskHandle(formatTaskHandle(task))).toEqual(task);
  const others = ["", "x", "e30=", "bnVsbA==", "%%"];
  expect(others.map((text) => parseTaskHandle(text))).toEqual(others.map(() => undefined));
});
