import { EventStreamCodec } from "@smithy/core/event-streams";
import { describe, expect, it } from "vitest";
import { KinesisError } from "../errors.ts";
import { EventStream, type StreamedEvent } from "../event-stream.ts";
import { eventFrames } from "./event-frames.ts";
import { jsonCodec } from "./json.ts";

const framing = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString(),
  (text) => Buffer.from(text),
);

function read(frame: Buffer): readonly [type: unknown, body: unknown] {
  const { headers, body } = framing.decode(frame);
  const type = headers[":event-type"] ?? headers[":exception-type"];
  return [type?.value, JSON.parse(Buffer.from(body).toString())];
}

async function readAll(events: AsyncIterable<StreamedEvent>) {
  const frames: (readonly [unknown, unknown])[] = [];
  for await (const frame of eventFrames(new EventStream(events), jsonCodec)) {
    frames.push(read(frame));
  }
  return frames;
}

describe("an event stream on the wire", () => {
  it("begins with the initial response and goes on event by event", async () => {
    async function* events() {
      yield { type: "Event", members: { A: 1 } };
      yield { type: "Event", members: { B: new Date(1_500) } };
    }
    expect(await readAll(events())).toEqual([
      ["initial-response", {}],
      ["Event", { A: 1 }],
      ["Event", { B: 1.5 }],
    ]);
  });

  it("ends with an error of the service as an exception", async () => {
    async function* events() {
      yield { type: "Event", members: {} };
      throw new KinesisError("ResourceInUseException", "taken");
    }
    expect((await readAll(events())).at(-1)).toEqual([
      "ResourceInUseException",
      { __type: "ResourceInUseException", message: "taken" },
    ]);
  });

  it("tells the events at once that nobody reads on", async () => {
    let isOver = false;
    const never = {
      next: () => new Promise<IteratorResult<StreamedEvent>>(() => {}),
      return: async () => {
        isOver = true;
        return { done: true, value: undefined } as const;
      },
    };
    const stream = new EventStream({ [Symbol.asyncIterator]: () => never });
    const frames = eventFrames(stream, jsonCodec)[Symbol.asyncIterator]();
    await frames.next();
    void frames.next();
    await frames.return?.();
    expect(isOver).toBe(true);
    expect(await frames.next()).toEqual({ done: true, value: undefined });
  });
});
