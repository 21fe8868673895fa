import { describe, expect, test } from "vitest";

import { start } from "../../../test/support/sqs-queues.ts";

describe("queues by name", () => {
  test("creating again answers the same queue, or says which attribute differs", () => {
    const { engine } = start();
    const queue = engine.create("q", { VisibilityTimeout: "7" });
    expect(engine.create("q", {})).toBe(queue);
    expect(engine.create("q", { VisibilityTimeout: "7" })).toBe(queue);
    expect(() => engine.create("q", { VisibilityTimeout: "8" })).toThrow(
      "A queue already exists with the same name and a different value for attribute " +
        "VisibilityTimeout",
    );
  });

  test("a deleted queue's name rests for sixty seconds", () => {
    const { time, engine } = start();
    engine.delete(engine.create("q", {}));
    expect(() => engine.get("q")).toThrow("The specified queue does not exist.");
    time.advanceMs(59_999);
    expect(() => engine.create("q", {})).toThrow("You must wait 60 seconds");
    time.advanceMs(1);
    expect(engine.create("q", {}).counts().ready).toBe(0);
  });

  test.each([
    "http://127.0.0.1:4566/000000000000/q",
    "https://sqs.eu-west-1.amazonaws.com/000000000000/q",
    "/000000000000/q",
  ])("a QueueUrl leads to its queue by path: %s", (url) => {
    const { engine } = start();
    const queue = engine.create("q", {});
    expect(engine.getByUrl(url)).toBe(queue);
  });

  test.each(["http://127.0.0.1/111111111111/q", "http://127.0.0.1/000000000000/r", "q"])(
    "a QueueUrl leads nowhere: %s",
    (url) => {
      const { engine } = start();
      engine.create("q", {});
      expect(() => engine.getByUrl(url)).toThrow("The specified queue does not exist.");
    },
  );
});
