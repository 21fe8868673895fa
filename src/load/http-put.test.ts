import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openCollector, streamStandIn, validEvents } from "../../test/support/collecting.ts";
import { until } from "../../test/support/stand-ins.ts";
import { httpPut, outcomesOf, retryAfterMs } from "./http-put.ts";

const entries = validEvents(3).map(({ data, partitionKey }) => ({ data, partitionKey }));
const times = <T>(count: number, value: T) => Array.from({ length: count }, () => value);

describe("what an answer says of three records", () => {
  const stored = { status: "stored", shardId: "s-1" };
  const refused = { status: "refused", position: 0, reason: "type is missing" };
  const unknown = { status: "unknown", reason: "TimeoutError" };
  const throttled = { status: "throttled", reason: "rate" };
  const answer = (events: readonly object[]) => JSON.stringify({ stored: 1, events });

  it("is told record by record", () => {
    expect(outcomesOf(4, 200, answer([stored, refused, unknown, throttled]))).toEqual([
      { kind: "confirmed", shardId: "s-1" },
      { kind: "failed", reason: "type is missing", isFinal: true },
      { kind: "unknown", reason: "TimeoutError" },
      { kind: "throttled", reason: "rate" },
    ]);
  });

  it.each([
    [200, answer([stored]), { kind: "unknown", reason: "an answer for other events" }],
    [503, '{"stored":0,"error":"overloaded"}', { kind: "failed", reason: "503 overloaded" }],
    [
      413,
      '{"stored":0,"error":"too large"}',
      { kind: "failed", reason: "413 too large", isFinal: true },
    ],
    [202, "", { kind: "confirmed", shardId: "http" }],
    [429, "slow down", { kind: "throttled", reason: "HTTP 429" }],
    [403, "no", { kind: "failed", reason: "HTTP 403", isFinal: true }],
    [500, "oh", { kind: "unknown", reason: "HTTP 500" }],
    [502, '{"error":"the collector broke off"}', { kind: "unknown", reason: "HTTP 502" }],
    [503, "<html>", { kind: "unknown", reason: "HTTP 503" }],
    [504, "", { kind: "unknown", reason: "HTTP 504" }],
  ])("%i %s", (status, text, outcome) => {
    expect(outcomesOf(3, status, text)).toEqual(times(3, outcome));
  });
});

describe("the HTTP driver", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  it("sends records as they are to a collector, and learns where they are", async () => {
    const stream = streamStandIn();
    const { collector, url } = await openCollector(stream.put);
    const driver = httpPut(url, 4);
    const outcomes = await driver.put(entries, { timeoutMs: 1_000 });
    expect(outcomes).toEqual(times(3, { kind: "confirmed", shardId: "s-0" }));
    expect(stream.kept).toEqual(entries.map(({ data }) => String(data)));
    expect(stream.keys).toEqual(entries.map(({ partitionKey }) => partitionKey));
    driver.close();
    await collector.drain();
    expect(await httpPut(url, 1).put(entries, { timeoutMs: 1_000 })).toEqual(
      times(3, { kind: "failed", reason: "ECONNREFUSED" }),
    );
  });

  it.each([
    ["does not answer", 50, "TimeoutError"],
    ["breaks off", 5_000, "ECONNRESET"],
  ])("does not know what became of a request that a server %s", async (what, timeoutMs, reason) => {
    server = createServer((request) => {
      if (what === "breaks off") request.on("end", () => request.socket.destroy()).resume();
    });
    await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", () => listening()));
    const driver = httpPut(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 1);
    const outcomes = await driver.put(entries, { timeoutMs });
    driver.close();
    expect(outcomes).toEqual(times(3, { kind: "unknown", reason }));
  });

  it("is told by a collector that is full not to come again at once", async () => {
    const stream = streamStandIn();
    const { collector, url } = await openCollector(stream.put, { queueRecordsMax: 3 });
    const driver = httpPut(url, 4);
    stream.hang();
    const held = driver.put(entries, { timeoutMs: 5_000 });
    await until(() => collector.held === 3);
    expect(await driver.put(entries, { timeoutMs: 5_000 })).toEqual(
      times(3, { kind: "failed", reason: "503 overloaded", retryAfterMs: 1_000 }),
    );
    stream.letGo();
    expect(await held).toEqual(times(3, { kind: "confirmed", shardId: "s-0" }));
    driver.close();
    await collector.drain();
  });
});

describe("Retry-After", () => {
  const date = "Mon, 15 Jun 2026 12:00:00 GMT";

  it.each([
    [undefined, undefined],
    ["3", 3_000],
    ["0", 0],
    ["Mon, 15 Jun 2026 12:00:05 GMT", 5_000],
    ["Mon, 15 Jun 2026 11:00:00 GMT", 0],
    ["soon", undefined],
  ])("%s is %s ms", (text, ms) => {
    expect(retryAfterMs({ date, ...(text !== undefined && { "retry-after": text }) })).toBe(ms);
  });
});
