import { connect as connectHttp2 } from "node:http2";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../../src/emulator/server.ts";
import { listStreams, RawConnection } from "../../support/raw-connection.ts";
import { unmeteredControlPlane } from "../../support/unmetered-control-plane.ts";

const patience = { headMs: 1_000, bodyMs: 1_000, bodyBytesMin: 10, answerMs: 500, silenceMs: 500 };
const largeBytes = 20_000_000;

let emulator: Emulator;
const open: RawConnection[] = [];

beforeAll(async () => {
  const limits = { kinesis: unmeteredControlPlane };
  emulator = await startEmulator({
    limits,
    patience: { ...patience, untakenBytesMax: largeBytes },
  });
  await fetch(`${emulator.endpoint}/slow`, { method: "PUT" });
  await fetch(`${emulator.endpoint}/slow/large`, {
    method: "PUT",
    body: Buffer.alloc(largeBytes),
  });
});

afterEach(() => {
  for (const { socket } of open.splice(0)) socket.destroy();
});

afterAll(async () => {
  await emulator.stop();
});

function dial(): RawConnection {
  const connection = new RawConnection(emulator.endpoint);
  open.push(connection);
  return connection;
}

describe("slow clients", () => {
  it.each([
    ["says nothing", ""],
    ["does not finish the HTTP/2 preface", "PRI * HT"],
  ])("closes a connection that %s", async (_name, bytes) => {
    const connection = dial();
    if (bytes !== "") await connection.say(bytes);
    expect(await connection.ended()).toBe("");
  });

  it("refuses a head that does not end", async () => {
    const connection = dial();
    await connection.say(listStreams().slice(0, 60));
    expect(await connection.ended()).toMatch(/^HTTP\/1\.1 400 [^]*<Code>RequestTimeout<\/Code>/);
  });

  it("refuses a body that does not come on", async () => {
    const connection = dial();
    await connection.say(listStreams("{", "content-length: 2"));
    const heard = await connection.ended();
    expect(heard).toMatch(/^HTTP\/1\.1 400 [^]*"__type":"RequestTimeout"/);
  });

  it("does not cut a slow body that comes on", async () => {
    const connection = dial();
    const pieces = 25;
    const size = 20;
    await connection.say(
      `PUT /slow/steady HTTP/1.1\r\nhost: h\r\ncontent-length: ${pieces * size}\r\n\r\n`,
    );
    for (let i = 0; i < pieces; i++) {
      // In all it takes longer than a body may be silent, by far.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await connection.say("x".repeat(size));
    }
    expect(await connection.hear(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it("does not end a connection that is idle between requests", async () => {
    const connection = dial();
    await connection.say(listStreams());
    await connection.hear(/HasMoreStreams/);
    connection.forget();
    await new Promise((resolve) => setTimeout(resolve, 2 * patience.headMs));
    await connection.say(listStreams());
    expect(await connection.hear(/HasMoreStreams/)).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it("gives up an answer that is not taken", async () => {
    const connection = dial();
    connection.socket.pause();
    await connection.say("GET /slow/large HTTP/1.1\r\nhost: h\r\n\r\n");
    await new Promise((resolve) => setTimeout(resolve, 4 * patience.answerMs));
    connection.socket.resume();
    expect((await connection.ended()).length).toBeLessThan(largeBytes);
  });
});

describe("slow clients over HTTP/2", () => {
  it("keeps an idle connection whose client answers pings", async () => {
    const session = connectHttp2(emulator.endpoint);
    await new Promise((resolve) => setTimeout(resolve, 4 * patience.silenceMs));
    const stream = session.request({ ":path": "/slow?location" });
    const [headers] = (await once(stream, "response")) as [Record<string, unknown>];
    expect(headers[":status"]).toBe(200);
    session.destroy();
  });

  it("closes a connection that was ended by an error of its frames", async () => {
    const connection = dial();
    const settings = "000000040000000000";
    // A PING on a stream, of a wrong length: Node answers GOAWAY and leaves the rest open.
    const broken = "000006060e7fffffff8cd14a930a82";
    await connection.say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    await connection.say(Buffer.from(settings + broken, "hex"));
    expect((await connection.ended()).length).toBeGreaterThan(0);
  });

  it("ends a connection that resets its streams rapidly", async () => {
    const connection = dial();
    await connection.say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    await connection.say(Buffer.from("000000040000000000", "hex"));
    const frames = Array.from({ length: 20_000 }, (_, i) => {
      const id = (2 * i + 1).toString(16).padStart(8, "0");
      // GET / of the host `h`, and RST_STREAM with CANCEL.
      return `0000060105${id}8286844101680000040300${id}00000008`;
    });
    void connection.say(Buffer.from(frames.join(""), "hex"));
    await connection.ended();
    const answer = await fetch(`${emulator.endpoint}/slow?location`);
    expect(answer.status).toBe(200);
  });

  it("answers many streams at once", async () => {
    const session = connectHttp2(emulator.endpoint);
    const asked = Array.from({ length: 900 }, async () => {
      const stream = session.request({ ":path": "/slow?location" });
      const [headers] = (await once(stream, "response")) as [Record<string, unknown>];
      stream.resume();
      await once(stream, "end");
      return headers[":status"];
    });
    expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
    session.destroy();
  });
});
