import { connect as connectHttp2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../src/emulator/server.ts";
import { unmeteredControlPlane } from "../support/unmetered-control-plane.ts";
import { startEmulatorThread } from "../../src/emulator/start-thread.ts";
import { maxBodyBytes } from "../../src/emulator/wire/dispatch.ts";

let emulator: Emulator;
const open: Socket[] = [];

beforeAll(async () => {
  // ListStreams is asked as a sign of life, more often than AWS lets an account ask.
  emulator = await startEmulator({ limits: { kinesis: unmeteredControlPlane } });
});

afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

afterAll(async () => {
  await emulator.stop();
});

/** A raw connection. A reset is one of the ways in which the server may end it. */
function dial(to = emulator): Socket {
  const { hostname, port } = new URL(to.endpoint);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on("error", () => {});
  open.push(socket);
  return socket;
}

/** What the server says until it ends, or until the text holds `until`. */
async function hear(socket: Socket, until?: string): Promise<string> {
  let heard = "";
  const closed = once(socket, "close");
  for (;;) {
    const event = await Promise.race([once(socket, "data"), once(socket, "end"), closed]);
    const [chunk] = event as [unknown];
    if (!Buffer.isBuffer(chunk)) return heard;
    heard += chunk.toString("latin1");
    if (until !== undefined && heard.includes(until)) return heard;
  }
}

function listStreams(body = "{}", length = body.length): string {
  return (
    "POST / HTTP/1.1\r\nhost: h\r\nx-amz-target: Kinesis_20131202.ListStreams\r\n" +
    `content-type: application/x-amz-json-1.1\r\ncontent-length: ${length}\r\n\r\n${body}`
  );
}

/** The server still answers a proper request. */
async function isAlive(): Promise<boolean> {
  const socket = dial();
  socket.write(listStreams());
  return (await hear(socket, "HasMoreStreams")).startsWith("HTTP/1.1 200 OK");
}

describe("the server's port", () => {
  it("keeps a connection open for the next request", async () => {
    const socket = dial();
    for (let request = 0; request < 3; request++) {
      socket.write(listStreams());
      expect(await hear(socket, "HasMoreStreams")).toContain("200 OK");
    }
  });

  it("answers requests that were sent at once, in order", async () => {
    const socket = dial();
    socket.write(listStreams() + listStreams("[]"));
    const heard = await hear(socket, 'SerializationException",');
    expect(heard.indexOf("200 OK")).toBeLessThan(heard.indexOf("400 Bad Request"));
  });

  it("takes a request that comes byte by byte", async () => {
    const socket = dial();
    socket.setNoDelay();
    for (const byte of listStreams()) {
      await new Promise((sent) => socket.write(byte, sent));
    }
    expect(await hear(socket, "HasMoreStreams")).toContain("200 OK");
  });

  it("refuses bytes that are no HTTP, and lives on", async () => {
    for (const bytes of [
      "\0\x01\x02garbage\r\n\r\n",
      "GET\r\n\r\n",
      "PRI * HTTP/2.0\r\nX: y\r\n\r\n",
    ]) {
      const socket = dial();
      socket.write(bytes, "latin1");
      expect(await hear(socket)).toContain("400 Bad Request");
    }
    const socket = dial();
    socket.write(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${"\xff".repeat(100)}`, "latin1");
    await hear(socket);
    expect(await isAlive()).toBe(true);
  });

  it("answers a client that has ended its side", async () => {
    const socket = dial();
    socket.end(listStreams());
    expect(await hear(socket)).toContain("HasMoreStreams");
  });

  it("lives through clients that leave at any point", async () => {
    for (const [bytes, leave] of [
      ["", "end"],
      ["PR", "end"],
      ["POST / HT", "end"],
      [listStreams("{", 100), "end"],
      [listStreams("{", 100), "resetAndDestroy"],
      ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "resetAndDestroy"],
    ] as const) {
      const socket = dial();
      await once(socket, "connect");
      if (bytes !== "") await new Promise((sent) => socket.write(bytes, sent));
      const closed = once(socket, "close");
      socket.resume();
      socket[leave]();
      await closed;
    }
    expect(await isAlive()).toBe(true);
  });

  it("refuses a body that is too large, and keeps the connection", async () => {
    const socket = dial();
    const size = maxBodyBytes + 1;
    socket.write(listStreams("", size));
    socket.write(Buffer.alloc(size));
    const heard = await hear(socket, "bytes.");
    expect(heard).toMatch(/^HTTP\/1\.1 413 Payload Too Large/);
    expect(heard).toContain('{"__type":"EntityTooLarge","message":"The request body is larger');
    socket.write(listStreams());
    expect(await hear(socket, "HasMoreStreams")).toContain("200 OK");
  });

  it.each([["Dance", "400 Bad Request", "UnknownOperationException"]])(
    "answers %s with %s",
    async (operation, status, type) => {
      const socket = dial();
      socket.write(listStreams().replace("ListStreams", operation));
      const heard = await hear(socket, "message");
      expect(heard).toContain(status);
      expect(heard).toContain(`x-amzn-errortype: ${type}`);
      expect(heard).toContain(`{"__type":"${type}"`);
    },
  );

  it("sends no connection headers over HTTP/2, and refuses large bodies there too", async () => {
    const session = connectHttp2(emulator.endpoint);
    const ask = async (body: Buffer) => {
      const stream = session.request({
        ":method": "POST",
        "x-amz-target": "Kinesis_20131202.ListStreams",
      });
      stream.on("error", () => {});
      stream.end(body);
      const [headers] = (await once(stream, "response")) as [Record<string, string | number>];
      stream.resume();
      return headers;
    };
    const headers = await ask(Buffer.from("{}"));
    expect(headers[":status"]).toBe(200);
    expect(Object.keys(headers)).not.toContain("connection");
    expect(Object.keys(headers)).not.toContain("transfer-encoding");
    expect((await ask(Buffer.alloc(maxBodyBytes + 1)))[":status"]).toBe(413);
    session.destroy();
    expect(await isAlive()).toBe(true);
  });
});

describe("stopping", () => {
  it("ends with connections idle, stuck and open over HTTP/2", async () => {
    const stopping = await startEmulator();
    const [idle, stuck, silent] = [dial(stopping), dial(stopping), dial(stopping)];
    idle.write(listStreams());
    await hear(idle, "HasMoreStreams");
    stuck.write(listStreams("{", 100));
    const session = connectHttp2(stopping.endpoint);
    session.on("error", () => {});
    await once(session, "connect");
    const ended = [idle, stuck, silent].map((socket) => once(socket.resume(), "close"));
    await stopping.stop();
    await expect(Promise.all(ended)).resolves.toHaveLength(3);
  });

  it("frees its port", async () => {
    const first = await startEmulator();
    const port = Number(new URL(first.endpoint).port);
    await expect(startEmulator({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await first.stop();
    const second = await startEmulator({ port });
    await second.stop();
  });

  it("runs in a thread of its own, with its limits, and stops", async () => {
    const thread = await startEmulatorThread({ limits: { kinesis: { shardsPerStreamMax: 2 } } });
    const response = await fetch(thread.endpoint, {
      method: "POST",
      headers: { "x-amz-target": "Kinesis_20131202.CreateStream" },
      body: JSON.stringify({ StreamName: "s", ShardCount: 3 }),
    });
    expect(await response.text()).toContain("less than or equal to 2");
    await thread.stop();
    await expect(fetch(thread.endpoint)).rejects.toThrow("fetch failed");
  });
});
