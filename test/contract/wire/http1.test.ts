import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../../src/emulator/server.ts";
import { listStreams, RawConnection } from "../../support/raw-connection.ts";
import { unmeteredControlPlane } from "../../support/unmetered-control-plane.ts";

let emulator: Emulator;
const open: RawConnection[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ limits: { kinesis: unmeteredControlPlane } });
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

const answered = /HasMoreStreams/;

describe("HTTP/1.1", () => {
  it("answers pipelined requests in order, also where they wait", async () => {
    const queue = await fetch(`${emulator.endpoint}/?Action=CreateQueue&QueueName=q&Version=1`);
    expect(queue.status).toBe(200);
    const connection = dial();
    const url = `${emulator.endpoint}/000000000000/q`;
    const receive = `?Action=ReceiveMessage&Version=1&WaitTimeSeconds=20&QueueUrl=${url}`;
    await connection.say(
      `GET /${receive} HTTP/1.1\r\nhost: h\r\n\r\n${listStreams()}${listStreams("[]")}`,
    );
    await fetch(`${emulator.endpoint}/?Action=SendMessage&Version=1&MessageBody=m&QueueUrl=${url}`);
    const heard = await connection.hear(/SerializationException",/);
    expect(heard.match(/ReceiveMessageResponse|HasMoreStreams|"__type"/g)).toEqual([
      "ReceiveMessageResponse",
      "ReceiveMessageResponse",
      "HasMoreStreams",
      '"__type"',
    ]);
  });

  it("answers what came before garbage first, and then refuses it", async () => {
    const connection = dial();
    await connection.say(`${listStreams()}GARBAGE\r\n\r\n`);
    const heard = await connection.ended();
    expect(heard).toMatch(/200 OK[^]*HasMoreStreams[^]*HTTP\/1\.1 400 Bad Request/);
    expect(heard).toContain("<Code>BadRequest</Code>");
  });

  it("tells a client that expects 100-continue to go on", async () => {
    const connection = dial();
    await connection.say(listStreams("", "expect: 100-continue", "content-length: 2"));
    await connection.hear(/100 Continue/);
    await connection.say("{}");
    expect(await connection.hear(answered)).toMatch(/100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  });

  it("takes an expectation that it does not know for none", async () => {
    const connection = dial();
    await connection.say(listStreams("{}", "expect: the-unexpected"));
    expect(await connection.hear(answered)).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it("takes a chunked body without a length", async () => {
    const connection = dial();
    const chunks = "1\r\n{\r\n1;x=y\r\n}\r\n0\r\ntrailer: z\r\n\r\n";
    await connection.say(listStreams(chunks, "transfer-encoding: chunked"));
    expect(await connection.hear(answered)).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it("refuses damaged chunks in the form of the request's protocol", async () => {
    const connection = dial();
    await connection.say(listStreams("zz\r\n", "transfer-encoding: chunked"));
    const heard = await connection.ended();
    expect(heard).toMatch(/^HTTP\/1\.1 400 Bad Request[^]*"__type":"BadRequest"/);
  });

  it("takes a target in absolute form, whose host counts", async () => {
    await fetch(`${emulator.endpoint}/absolute`, { method: "PUT" });
    const connection = dial();
    await connection.say("GET http://absolute.localhost/?location HTTP/1.1\r\nhost: other\r\n\r\n");
    expect(await connection.hear(/LocationConstraint/)).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it("answers HTTP/1.0 and closes", async () => {
    const connection = dial();
    await connection.say(listStreams().replace("HTTP/1.1", "HTTP/1.0"));
    const heard = await connection.ended();
    expect(heard).toMatch(/^HTTP\/1\.1 200 OK[^]*connection: close[^]*HasMoreStreams/i);
  });

  it("closes where it is asked to", async () => {
    const connection = dial();
    await connection.say(listStreams("{}", "connection: close"));
    expect(await connection.ended()).toMatch(answered);
  });

  it("answers HEAD without a body, and keeps the connection", async () => {
    const connection = dial();
    await connection.say("HEAD /nowhere/key HTTP/1.1\r\nhost: h\r\n\r\n");
    const heard = await connection.hear(/\r\n\r\n/);
    expect(heard).toMatch(/^HTTP\/1\.1 404 Not Found/);
    expect(heard).toMatch(/\r\n\r\n$/);
    connection.forget();
    await connection.say(listStreams());
    expect(await connection.hear(answered)).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it.each([
    ["one that is huge", `x-amz-meta-a: ${"a".repeat(70_000)}`],
    ["many", Array.from({ length: 5_000 }, (_, i) => `x-${i}: y`).join("\r\n")],
  ])("refuses a flood of headers: %s", async (_name, lines) => {
    const connection = dial();
    void connection.say(listStreams("{}", lines));
    const heard = await connection.ended();
    expect(heard).toMatch(/^HTTP\/1\.1 431 [^]*<Code>RequestHeaderSectionTooLarge<\/Code>/);
  });

  it("serves while 2,000 connections are idle", async () => {
    const idle = Array.from({ length: 2_000 }, () => dial());
    const busy = idle.slice(0, 20);
    await Promise.all(idle.slice(20).map((one) => one.say(listStreams("", "content-length: 2"))));
    await Promise.all(busy.map((one) => one.say(listStreams())));
    const heard = await Promise.all(busy.map((one) => one.hear(answered)));
    expect(heard.every((text) => text.startsWith("HTTP/1.1 200 OK"))).toBe(true);
    // Those that waited in the middle of a request are as good as new.
    await idle[1_999]?.say("{}");
    expect(await idle[1_999]?.hear(answered)).toMatch(/^HTTP\/1\.1 200 OK/);
  });
});
