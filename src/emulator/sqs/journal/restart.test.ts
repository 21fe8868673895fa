import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { fifoDrafts, RestartingSqs } from "../../../../test/support/restarting-sqs.ts";
import { bodies, drafts, receive } from "../../../../test/support/sqs-queues.ts";
import type { Delivery } from "../delivery.ts";

const started: RestartingSqs[] = [];
afterEach(() => {
  for (const run of started.splice(0)) run.remove();
});

function start(): RestartingSqs {
  const run = new RestartingSqs();
  started.push(run);
  return run;
}

const fifo = { FifoQueue: "true" };

describe("after a restart", () => {
  it("a queue has its settings, tags and times, and its name is still taken", () => {
    const run = start();
    run.engine.create("q", { DelaySeconds: "7", Policy: "{}" }, { a: "b" });
    run.time.advanceMs(5_000);
    run.engine.setAttributes(run.queue(), { KmsMasterKeyId: "key" });
    run.queue().setTags({ c: "d" });
    const before = run.queue().state;
    run.engine.create("gone", {});
    run.engine.delete(run.queue("gone"));
    run.time.advanceMs(5_000);
    run.restart();
    expect(run.queue().state).toEqual(before);
    expect(run.engine.list("", "")).toEqual(["q"]);
    expect(() => run.engine.create("q", { DelaySeconds: "8" })).toThrow("DelaySeconds");
    expect(() => run.engine.create("gone", {})).toThrow("You must wait 60 seconds");
    run.time.advanceMs(60_000);
    run.engine.create("gone", {});
    run.restart();
    expect(run.engine.list("", "")).toEqual(["gone", "q"]);
  });

  it("a message in flight stays there, and its receipt handle deletes it", () => {
    const run = start();
    run.engine.create("q", { VisibilityTimeout: "30" });
    run.queue().send(drafts("a", "b"));
    const [first, second] = receive(run.queue()) as [Delivery, Delivery];
    run.queue().changeVisibility(second.receiptHandle, 60);
    run.time.advanceMs(20_000);
    run.restart();
    expect(run.queue().counts()).toMatchObject({ ready: 0, inFlight: 2 });
    run.queue().delete(first.receiptHandle);
    run.restart();
    run.time.advanceMs(39_999);
    expect(receive(run.queue())).toEqual([]);
    run.time.advanceMs(1);
    const [again] = receive(run.queue()) as [Delivery];
    expect(again.message).toMatchObject({ body: "b", receiveCount: 2 });
    expect(again.message.reception?.firstAtMs).toBe(second.message.reception?.firstAtMs);
  });

  it("a delayed message waits for the rest of its time", () => {
    const run = start();
    run.engine.create("q", { DelaySeconds: "10" });
    run.queue().send(drafts("a"));
    run.time.advanceMs(9_999);
    run.restart();
    expect(receive(run.queue())).toEqual([]);
    run.time.advanceMs(1);
    expect(bodies(receive(run.queue()))).toEqual(["a"]);
  });

  it("an old receipt handle names no new message", () => {
    const run = start();
    run.engine.create("q", { VisibilityTimeout: "0" });
    run.queue().send(drafts("a"));
    const [old] = receive(run.queue()) as [Delivery];
    run.queue().delete(old.receiptHandle);
    run.restart();
    run.queue().send(drafts("b"));
    receive(run.queue());
    run.queue().delete(old.receiptHandle);
    expect(bodies(receive(run.queue()))).toEqual(["b"]);
  });

  it("a FIFO group is locked while its message is in flight, and then goes on in order", () => {
    const run = start();
    run.engine.create("f.fifo", { ...fifo, VisibilityTimeout: "30" });
    run.queue("f.fifo").send(fifoDrafts("g", "1", "2", "3"));
    run.queue("f.fifo").send(fifoDrafts("h", "4"));
    receive(run.queue("f.fifo"), { messagesMax: 2 });
    run.restart();
    expect(bodies(receive(run.queue("f.fifo")))).toEqual(["4"]);
    run.time.advanceMs(30_000);
    expect(bodies(receive(run.queue("f.fifo"))).filter((body) => body !== "4")).toEqual([
      "1",
      "2",
      "3",
    ]);
  });

  it.each(["queue", "messageGroup"])("a duplicate is known for five minutes: %s", (scope) => {
    const run = start();
    run.engine.create("f.fifo", { ...fifo, DeduplicationScope: scope });
    const send = (text: string) => run.queue("f.fifo").send(fifoDrafts("g", text))[0];
    const [waits, deleted] = [send("waits"), send("deleted")];
    const [first, second] = receive(run.queue("f.fifo")) as [Delivery, Delivery];
    run.queue("f.fifo").delete(second.receiptHandle);
    run.time.advanceMs(299_999);
    run.restart();
    expect([send("waits"), send("deleted")]).toMatchObject([
      { id: waits?.id, sequence: waits?.sequence },
      { id: deleted?.id, sequence: deleted?.sequence },
    ]);
    run.time.advanceMs(1);
    expect(send("deleted")?.id).not.toBe(deleted?.id);
    expect(first.message.id).toBe(waits?.id);
  });

  it("a purged queue is empty, and knows no duplicates", () => {
    const run = start();
    run.engine.create("f.fifo", fifo);
    run.queue("f.fifo").send(fifoDrafts("g", "1", "2"));
    run.queue("f.fifo").purge();
    run.queue("f.fifo").send(fifoDrafts("g", "2"));
    run.restart();
    expect(bodies(receive(run.queue("f.fifo")))).toEqual(["2"]);
    expect(() => run.queue("f.fifo").purge()).toThrow("Only one PurgeQueue operation");
  });

  it("a dead letter is where it went, and knows where it came from", () => {
    const run = start();
    const dead = run.engine.create("dead", {});
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
    const { arn } = run.engine.create("q", { RedrivePolicy, VisibilityTimeout: "0" });
    run.queue().send(drafts("a"));
    receive(run.queue());
    run.restart();
    expect(receive(run.queue())).toEqual([]);
    run.restart();
    const [moved] = receive(run.queue("dead")) as [Delivery];
    expect(moved.message).toMatchObject({ body: "a", receiveCount: 2, deadLetterSourceArn: arn });
    run.engine.moves.start({
      source: run.queue("dead"),
      destination: run.queue(),
      messagesPerSecond: 1,
    });
  });

  it("a dead letter that was deleted does not come back to the queue that it left", () => {
    const run = start();
    const dead = run.engine.create("dead", {});
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
    run.engine.create("q", { RedrivePolicy, VisibilityTimeout: "0" });
    const fill = () => {
      run.engine.create("filler", {}).send(drafts(...Array<string>(50).fill("x".repeat(100))));
      run.commit();
    };
    run.queue().send(drafts("a"));
    receive(run.queue());
    fill();
    receive(run.queue());
    fill();
    const [moved] = receive(run.queue("dead")) as [Delivery];
    run.queue("dead").delete(moved.receiptHandle);
    // With this, the files go that only told of the move.
    run.queue("filler").purge();
    run.restart();
    expect([run.queue(), run.queue("dead")].map((queue) => queue.counts().ready)).toEqual([0, 0]);
  });

  it("a dead letter of a queue that is its own dead-letter queue begins anew", () => {
    const run = start();
    const { arn } = run.engine.create("q", { VisibilityTimeout: "0" });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 });
    run.engine.setAttributes(run.queue(), { RedrivePolicy });
    run.queue().send(drafts("a"));
    receive(run.queue());
    expect(receive(run.queue())).toEqual([]);
    run.restart();
    const [again] = receive(run.queue()) as [Delivery];
    expect(again.message).toMatchObject({ body: "a", receiveCount: 2, receivesHere: 1 });
  });

  it("a message-move task goes on, and one that is being cancelled ends", () => {
    const run = start();
    const begin = (name: string) => {
      const source = run.engine.create(name, {});
      source.send(drafts("1", "2", "3"));
      const destination = run.engine.create(`${name}-to`, {});
      return run.engine.moves.start({ source, destination, messagesPerSecond: 1 });
    };
    const [going, ending] = [begin("a"), begin("b")];
    run.time.advanceMs(1_000);
    run.engine.moves.cancel(ending.sourceArn, ending.id);
    run.restart();
    run.time.advanceMs(60_000);
    expect(run.engine.moves.list(going.sourceArn)).toMatchObject([
      { id: going.id, moved: 3, status: "COMPLETED" },
    ]);
    expect(run.engine.moves.list(ending.sourceArn)).toMatchObject([
      { moved: 1, status: "CANCELLED" },
    ]);
    expect(bodies(receive(run.queue("a-to"))).sort()).toEqual(["1", "2", "3"]);
    run.restart();
    expect(run.queue("b").counts().ready).toBe(2);
  });
});

it("a new queue has nothing of one that is gone", () => {
  const run = start();
  for (const name of ["a", "b", "c"]) {
    run.engine.create(name, {}).send(drafts("old"));
    run.engine.delete(run.queue(name));
    run.restart();
  }
  run.engine.create("d", {});
  run.restart();
  expect(run.engine.all().map((queue) => queue.counts().ready)).toEqual([0]);
});

describe("the journal's space", () => {
  it("is won back from messages that are deleted, while one stays", () => {
    const run = start();
    run.engine.create("q", {});
    run.queue().send(drafts("stays"));
    for (let n = 0; n < 500; n++) {
      run.queue().send(drafts(`${n}`.padEnd(100)));
      for (const { message, receiptHandle } of receive(run.queue())) {
        if (message.body !== "stays") run.queue().delete(receiptHandle);
      }
      run.commit();
    }
    expect(run.size).toBeLessThan(20_000);
    run.restart();
    expect(run.queue().counts()).toMatchObject({ inFlight: 1 });
  });

  it("is won back from purged and deleted queues without an entry per message", () => {
    const run = start();
    for (const name of ["q", "p"]) {
      run.engine.create(name, {});
      run.queue(name).send(drafts(...Array<string>(300).fill("x".repeat(100))));
    }
    expect(run.size).toBeGreaterThan(100_000);
    run.queue("q").purge();
    run.engine.delete(run.queue("p"));
    expect(run.size).toBeLessThan(10_000);
    run.restart();
    expect(run.queue("q").counts().ready).toBe(0);
  });

  it("is won back from queues that are deleted just before a restart", () => {
    const run = start();
    for (let n = 0; n < 30; n++) {
      run.engine.create(`q${n}`, {}).send(drafts(...Array<string>(20).fill("x".repeat(100))));
      run.engine.delete(run.queue(`q${n}`));
      run.restart();
    }
    expect(run.size).toBeLessThan(20_000);
  });

  it("is won back from duplicates that are not remembered any more", () => {
    const run = start();
    run.engine.create("f.fifo", fifo);
    for (let n = 0; n < 500; n++) {
      run.queue("f.fifo").send(fifoDrafts("g", `${n}`));
      for (const { receiptHandle } of receive(run.queue("f.fifo"))) {
        run.queue("f.fifo").delete(receiptHandle);
      }
      run.time.advanceMs(30_000);
      run.commit();
    }
    expect(run.size).toBeLessThan(20_000);
  });
});

it("names file and offset where the journal was altered", () => {
  const run = start();
  run.engine.create("q", {});
  run.queue().send(drafts(...Array<string>(100).fill("x".repeat(100))));
  run.commit();
  const [file = ""] = run.files;
  const bytes = readFileSync(file);
  bytes[bytes.length - 20]! ^= 1;
  writeFileSync(file, bytes);
  expect(() => run.restart()).toThrow(/0+1\.journal is corrupt at offset \d+/);
});
