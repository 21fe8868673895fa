import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { openCollector, streamStandIn, validEvents } from "../../../test/support/collecting.ts";
import { RawConnection } from "../../../test/support/raw-connection.ts";
import { until } from "../../../test/support/stand-ins.ts";
import type { CollectorAnswer, CollectorRefusal } from "../../core/collector-answer.ts";
import type { PutCollected } from "./batcher.ts";
import type { Collector, CollectorLimits } from "./collector.ts";

const events = validEvents(40);
const texts = events.map(({ text }) => text);
const ndjson = { "content-type": "application/x-ndjson" };

describe("a collector", () => {
  let collector: Collector;
  let url = "";
  afterEach(() => collector.drain());

  async function open(
    put: PutCollected,
    changed: Partial<CollectorLimits> = {},
    quarantine?: (event: Uint8Array) => void,
  ) {
    ({ collector, url } = await openCollector(put, changed, quarantine));
  }

  async function post(body: string | Buffer, headers: Record<string, string> = {}) {
    const response = await fetch(`${url}/events`, { method: "POST", body, headers });
    const answer = (await response.json()) as CollectorAnswer & CollectorRefusal;
    return { status: response.status, headers: response.headers, answer };
  }

  it.each([
    ["one event", () => texts[0] as string, { "content-type": "application/json" }, 1],
    ["an array", () => `[${texts.join(",")}]`, { "content-type": "application/json" }, 40],
    ["lines", () => texts.join("\n"), ndjson, 40],
    ["lines, gzip", () => gzipSync(texts.join("\n")), { "content-encoding": "gzip" }, 40],
  ])("stores %s as it came, under its key", async (_, body, headers, count) => {
    const stream = streamStandIn();
    await open(stream.put);
    const { status, answer } = await post(body(), headers);
    expect(status).toBe(200);
    expect(answer).toMatchObject({ stored: count, refused: 0, notStored: 0, unknown: 0 });
    expect(answer.events).toEqual(
      Array.from({ length: count }, () => ({ status: "stored", shardId: "s-0" })),
    );
    expect(stream.kept).toEqual(texts.slice(0, count));
    expect(stream.keys).toEqual(events.slice(0, count).map(({ partitionKey }) => partitionKey));
  });

  it("gathers the events of several requests into common calls", async () => {
    const stream = streamStandIn();
    await open(stream.put, { lingerMs: 40 });
    await Promise.all(texts.map((text) => post(text)));
    expect(stream.calls.reduce((sum, records) => sum + records)).toBe(40);
    expect(stream.calls.length).toBeLessThan(40);
  });

  it("refuses what breaks the contract, one by one, and keeps it in the quarantine", async () => {
    const stream = streamStandIn();
    const quarantined: string[] = [];
    await open(stream.put, {}, (event) => quarantined.push(Buffer.from(event).toString()));
    const torn = (texts[1] as string).slice(0, 100);
    const body = [texts[0], torn, '{"source":"nobody"}', texts[2]].join("\n");
    const { status, answer } = await post(body, ndjson);
    expect(status).toBe(200);
    expect(answer).toMatchObject({ stored: 2, refused: 2 });
    const start = (texts[0] as string).length + 1;
    expect(answer.events[1]).toMatchObject({ status: "refused", position: start + 100 });
    expect(answer.events[2]).toEqual({
      status: "refused",
      position: start + 101,
      reason: "source is missing or unknown",
    });
    expect(stream.kept).toEqual([texts[0], texts[2]]);
    expect(quarantined).toEqual([torn, '{"source":"nobody"}']);
    expect((await post(torn)).status).toBe(400);
    const whole = await post("[{},", { "content-type": "application/json" });
    expect(whole).toMatchObject({
      status: 400,
      answer: { stored: 0, error: "the array is not closed", position: 4 },
    });
    expect(quarantined.at(-1)).toBe("[{},");
  });

  it.each([
    ["throttled", 503, { notStored: 1 }],
    ["failed", 503, { notStored: 1 }],
    ["unknown", 504, { unknown: 1 }],
  ] as const)("answers for what was %s with %i", async (kind, status, counts) => {
    await open(streamStandIn({ kind, reason: "so" }).put);
    const { answer, headers, ...answered } = await post(texts[0] as string);
    expect(answered.status).toBe(status);
    expect(answer).toMatchObject({
      stored: 0,
      ...counts,
      events: [{ status: kind, reason: "so" }],
    });
    expect(headers.get("retry-after")).toBe(status === 503 ? "1" : null);
  });

  it("bounds bodies, packed and unpacked", async () => {
    const stream = streamStandIn();
    await open(stream.put, { bodyBytesMax: 1_000 });
    expect((await post("x".repeat(1_001))).status).toBe(413);
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    expect((await post(bomb.subarray(0, 1_000), { "content-encoding": "gzip" })).status).toBe(413);
    const packed = gzipSync("x".repeat(1_001));
    expect((await post(packed, { "content-encoding": "gzip" })).status).toBe(413);
    expect((await post("plain", { "content-encoding": "gzip" })).status).toBe(400);
    expect((await post("plain", { "content-encoding": "br" })).status).toBe(415);
    const chunked = new RawConnection(url);
    const head = "POST /events HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    await chunked.say(`${head}3e9\r\n${"x".repeat(1_001)}\r\n`);
    expect(await chunked.hear(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 413 /);
    chunked.socket.destroy();
    expect(collector.heldBytes).toBe(0);
    expect(stream.kept).toEqual([]);
  });

  it("knows its one path", async () => {
    await open(streamStandIn().put);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/`)).status).toBe(404);
    const get = await fetch(`${url}/events`);
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("forgets a body of which the second half never comes", async () => {
    await open(streamStandIn().put);
    const half = new RawConnection(url);
    await half.say("POST /events HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n{");
    await until(() => collector.heldBytes === 1);
    half.socket.destroy();
    await until(() => collector.heldBytes === 0);
    expect(collector.counters.gone).toBe(1);
  });

  it("turns clients away rather than hold more than its bound, and loses nothing", async () => {
    const stream = streamStandIn();
    await open(stream.put, { queueRecordsMax: 25 });
    stream.hang();
    const posts = Array.from({ length: 8 }, (_, i) =>
      post(texts.slice(i * 5, i * 5 + 5).join("\n"), ndjson),
    );
    await until(() => collector.counters.turnedAway === 3);
    expect(collector.held).toBe(25);
    stream.letGo();
    const answers = await Promise.all(posts);
    const away = answers.filter(({ status }) => status === 503);
    expect(away.map(({ answer }) => answer)).toEqual(
      Array.from({ length: 3 }, () => ({ stored: 0, error: "overloaded" })),
    );
    expect(away.every(({ headers }) => headers.get("retry-after") === "1")).toBe(true);
    const acknowledged = answers.reduce((sum, { answer }) => sum + answer.stored, 0);
    expect(acknowledged).toBe(25);
    expect(stream.kept).toHaveLength(25);
    expect(collector.held).toBe(0);
  });

  it("bounds the bytes that it holds in the same way", async () => {
    const stream = streamStandIn();
    const body = texts.join("\n");
    const queueBytesMax = body.length * 1.5;
    await open(stream.put, { queueBytesMax });
    stream.hang();
    const first = post(body, ndjson);
    await until(() => stream.calls.length === 1);
    expect(await post(body, ndjson)).toMatchObject({ status: 503 });
    expect(collector.heldBytes).toBeLessThanOrEqual(queueBytesMax);
    stream.letGo();
    expect((await first).answer.stored).toBe(40);
  });

  it("answers what is in the air when it drains, and takes nothing more", async () => {
    const stream = streamStandIn();
    await open(stream.put);
    stream.hang();
    const inTheAir = post(texts.join("\n"), ndjson);
    const half = new RawConnection(url);
    const text = texts[0] as string;
    const body = Buffer.from(text);
    await half.say(`POST /events HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n`);
    await until(() => collector.held === 40 && collector.counters.requests === 2);
    const drained = collector.drain();
    expect(await post(text)).toMatchObject({ status: 503, answer: { error: "draining" } });
    expect((await fetch(`${url}/health`)).status).toBe(503);
    await half.say(body);
    stream.letGo();
    expect((await inTheAir).answer.stored).toBe(40);
    expect(await half.ended()).toMatch(/^HTTP\/1\.1 200 /);
    await drained;
    expect(stream.kept).toHaveLength(41);
    await expect(fetch(`${url}/health`)).rejects.toThrow("fetch failed");
  });

  it("times what was stored or may have been, and counts the rest beside it", async () => {
    const stream = streamStandIn();
    await open(stream.put, { lingerMs: 5, queueRecordsMax: 40 });
    const body = texts.join("\n");
    await post(body, ndjson);
    await post("no JSON", ndjson);
    stream.hang();
    const held = post(body, ndjson);
    await until(() => collector.held === 40);
    await post(body, ndjson);
    stream.letGo();
    await held;
    const { times, ...counts } = collector.answers;
    expect(times.latency.count).toBe(2);
    // The linger is a part of it.
    expect(times.latency.percentileMs(0)).toBeGreaterThanOrEqual(4);
    expect(counts).toEqual({ refused: 1, pushedBack: 1, failed: 0, gone: 0, missing: [] });
  });

  it.each([
    ["unknown", 1, 0],
    ["throttled", 0, 1],
  ] as const)("takes what was %s for %i answers and %i pushed back", async (...row) => {
    const [kind, timed, pushedBack] = row;
    await open(streamStandIn({ kind, reason: "so" }).put);
    await post(texts[0] as string);
    const { times, ...counts } = collector.answers;
    expect([times.latency.count, counts.pushedBack]).toEqual([timed, pushedBack]);
  });
});
