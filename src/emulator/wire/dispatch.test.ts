import { once } from "node:events";
import { request as requestHttp1 } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { afterEach, describe, expect, it } from "vitest";
import { realClock } from "../../core/clock.ts";
import { createDispatch } from "./dispatch.ts";
import type { WireRequest, WireService } from "./http.ts";
import { listen, type Listener } from "./listener.ts";

let listener: Listener | undefined;

afterEach(async () => {
  await listener?.close();
});

/** Serves with one service, and answers its origin. */
async function serve(handle: WireService["handle"], accepts = () => true): Promise<string> {
  const onRequest = createDispatch({
    services: () => [{ name: "test", accepts, handle }],
    clock: realClock,
  });
  listener = await listen({ host: "127.0.0.1", port: 0, onRequest });
  return `http://127.0.0.1:${listener.port}`;
}

const empty = { status: 200, headers: {}, body: "" } as const;

/** Each leaves in the middle of a request, once the service has it. */
const leavers = [
  [
    "HTTP/1.1",
    (origin: string) => {
      const request = requestHttp1(`${origin}/held`, { method: "PUT" });
      request.on("error", () => {});
      request.end("body");
      return () => request.destroy();
    },
  ],
  [
    "HTTP/2",
    (origin: string) => {
      const session = connectHttp2(origin);
      session.on("error", () => {});
      session.request({ ":path": "/held" }).on("error", () => {});
      return () => session.destroy();
    },
  ],
] as const;

describe.each(leavers)("the signal of a request over %s", (_name, begin) => {
  it("is aborted when the client leaves before it was answered", async () => {
    let leave = () => {};
    const left = new Promise<AbortSignal>((resolve) => {
      void serve(async ({ signal }) => {
        leave();
        if (!signal.aborted) await once(signal, "abort");
        resolve(signal);
        return empty;
      }).then((origin) => {
        leave = begin(origin);
      });
    });
    expect((await left).aborted).toBe(true);
  });
});

it("does not abort the signal of a request that was answered", async () => {
  let seen: WireRequest | undefined;
  const origin = await serve((request) => {
    seen = request;
    expect(request.signal.aborted).toBe(false);
    return empty;
  });
  await (await fetch(`${origin}/a%20b?c=%2F`, { headers: { "X-Name": "v" } })).text();
  await listener?.close();
  expect(seen?.signal.aborted).toBe(false);
  expect(seen).toMatchObject({ method: "GET", target: "/a%20b?c=%2F", origin });
  expect(seen?.headers).toMatchObject({ "x-name": "v", host: origin.slice(7) });
});

describe("what goes wrong in a service", () => {
  it("is an internal error, as JSON where an operation was named", async () => {
    const origin = await serve(() => {
      throw new Error("a < b");
    });
    const plain = await fetch(origin);
    expect([plain.status, await plain.text()]).toEqual([
      500,
      "<Error><Code>InternalFailure</Code><Message>a &lt; b</Message></Error>",
    ]);
    const json = await fetch(origin, { headers: { "x-amz-target": "A.B" } });
    expect(await json.json()).toEqual({ __type: "InternalFailure", message: "a < b" });
  });

  it("is not found where no service accepts it", async () => {
    const origin = await serve(
      () => empty,
      () => false,
    );
    expect((await fetch(origin)).status).toBe(404);
  });
});
