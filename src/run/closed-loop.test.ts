import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openCollector, streamStandIn, validEvents } from "../../test/support/collecting.ts";
import type { CollectedOutcome } from "../pipeline/collector/batcher.ts";
import type { Collector } from "../pipeline/collector/collector.ts";
import { closedLoop, type ClosedLoop } from "./closed-loop.ts";
import { bodiesOf } from "./valid-events.ts";

const events = validEvents(40).map(({ text }) => text);
const loop = { connections: 4, forMs: 200, recordsPerRequest: 10, answers: "collector" } as const;
const bodies = bodiesOf(events, loop.recordsPerRequest, loop.connections);
const throttled: CollectedOutcome = { kind: "throttled", reason: "so" };

describe("a closed loop on a collector", () => {
  let collector: Collector;
  afterEach(() => collector.drain());

  async function saturate(put: Parameters<typeof openCollector>[0], more: Partial<ClosedLoop>) {
    const opened = await openCollector(put);
    ({ collector } = opened);
    return closedLoop({ ...loop, url: `${opened.url}/events`, bodies, ...more });
  }

  it("counts and times what was acknowledged, and each of it is stored", async () => {
    const stream = streamStandIn();
    const { stored, events: acknowledged, serviceMs, ...rest } = await saturate(stream.put, {});
    expect(stored).toBeGreaterThan(0);
    expect(acknowledged).toBe(stored * 10);
    expect(serviceMs.count).toBe(stored);
    expect(rest).toMatchObject({ notAllStored: 0, pushedBack: 0, otherAnswers: 0, brokenOff: 0 });
    await collector.drain();
    // At most a request of each connection was cut off at the end.
    const cutOff = stream.kept.length - acknowledged;
    expect(cutOff).toBeGreaterThanOrEqual(0);
    expect(cutOff).toBeLessThanOrEqual(loop.connections * 10);
    expect(stream.kept.length).toBe(collector.counters.stored);
    expect(new Set(stream.kept).size).toBe(events.length);
  });

  it("counts what an answer says was stored, and not what was sent", async () => {
    const halfOf = streamStandIn();
    const found = await saturate(async (records, options) => {
      const outcomes = await halfOf.put(records, options);
      return outcomes.map((outcome, i) => (i % 10 < 5 ? outcome : throttled));
    }, {});
    expect(found.stored + found.pushedBack).toBe(0);
    expect(found.events).toBe(found.notAllStored * 5);
  });

  it("counts those that were pushed back, and times none of them", async () => {
    const found = await saturate(streamStandIn(throttled).put, {});
    expect(found).toMatchObject({ stored: 0, events: 0, brokenOff: 0, serviceMs: { count: 0 } });
    expect(found.pushedBack).toBeGreaterThan(0);
  });

  it("ends when it is told to", async () => {
    const over = new AbortController();
    const stream = streamStandIn();
    const put: typeof stream.put = (...call) => {
      over.abort();
      return stream.put(...call);
    };
    const { tookMs } = await saturate(put, { forMs: 60_000, over: over.signal });
    expect(tookMs).toBeLessThan(30_000);
  }, 40_000);
});

describe("a closed loop on another server", () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function open(listener: RequestListener): Promise<string> {
    server = createServer(listener);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it("takes a 2xx for good where anything will do", async () => {
    const url = await open((request, answer) => {
      request.resume();
      answer.end("so be it");
    });
    const found = await closedLoop({ ...loop, url, bodies, answers: "anything" });
    expect(found.stored).toBeGreaterThan(0);
    expect(found.events).toBe(found.stored * 10);
  });

  it("tells other answers from broken connections", async () => {
    let requests = 0;
    const url = await open((request, answer) => {
      request.resume();
      if (requests++ % 2 === 0) request.socket.destroy();
      else answer.writeHead(400).end("{}");
    });
    const found = await closedLoop({ ...loop, url, bodies });
    expect(found).toMatchObject({ stored: 0, notAllStored: 0, pushedBack: 0 });
    expect(Math.min(found.otherAnswers, found.brokenOff)).toBeGreaterThan(0);
  });
});
