import { once } from "node:events";
import { connect } from "node:http2";
import { afterEach, expect, it } from "vitest";
import { realClock } from "../../core/clock.ts";
import { createDispatch } from "./dispatch.ts";
import type { WireAnswer } from "./http.ts";
import { listen, type Listener } from "./listener.ts";
import { defaultPatience } from "./patience.ts";

let listener: Listener | undefined;

afterEach(async () => {
  await listener?.close();
});

const large = Buffer.alloc(1_000_000);

async function* piecewise(): AsyncGenerator<Buffer, void> {
  for (let i = 0; i < 10; i++) yield large;
}

/** A client that takes nothing, and what happens to its calls. */
async function clientOf(answer: () => WireAnswer) {
  const patience = { ...defaultPatience, answerMs: 100, untakenBytesMax: large.length };
  const onRequest = createDispatch({
    services: () => [{ name: "test", accepts: () => true, handle: answer }],
    clock: realClock,
    patience,
  });
  listener = await listen({ host: "127.0.0.1", port: 0, onRequest, patience });
  const session = connect(`http://127.0.0.1:${listener.port}`, {
    settings: { initialWindowSize: 0 },
  });
  session.on("error", () => {});
  const happened: string[] = [];
  const ask = (name: string) => {
    const stream = session.request({ ":path": "/" });
    stream.on("error", () => {});
    stream.on("response", () => happened.push(`${name} answered`));
    stream.on("close", () => happened.push(`${name} let go`));
    return stream;
  };
  return { ask, happened, session };
}

it("holds calls back while answers lie there, and lets go of those", async () => {
  const { ask, happened, session } = await clientOf(() => ({
    status: 200,
    headers: {},
    body: large,
  }));
  await once(ask("first"), "response");
  await once(ask("second"), "response");
  expect(happened).toEqual(["first answered", "first let go", "second answered"]);
  session.destroy();
});

it("lets go of an answer in pieces of which none is taken", async () => {
  const { ask, happened, session } = await clientOf(() => ({
    status: 200,
    headers: {},
    pieces: piecewise(),
  }));
  await once(ask("only"), "close");
  expect(happened).toEqual(["only answered", "only let go"]);
  session.destroy();
});
