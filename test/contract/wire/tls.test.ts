import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect as connectHttp2, type ClientHttp2Session } from "node:http2";
import { Agent, request } from "node:https";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { KinesisClient, ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { CreateBucketCommand, HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { NodeHttp2Handler, NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../../src/emulator/server.ts";
import { RawConnection } from "../../support/raw-connection.ts";

let emulator: Emulator;
let ca: string;
let port: number;

beforeAll(async () => {
  emulator = await startEmulator({ tls: "self-signed" });
  ca = emulator.certificate as string;
  port = Number(new URL(emulator.endpoint).port);
});

afterAll(async () => {
  await emulator.stop();
});

function clientSettings(endpoint = emulator.endpoint) {
  return {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ httpsAgent: new Agent({ ca }) }),
  };
}

async function handshake(ALPNProtocols: readonly string[]): Promise<TLSSocket> {
  const socket = connectTls({ host: "127.0.0.1", port, ca, ALPNProtocols: [...ALPNProtocols] });
  await once(socket, "secureConnect");
  return socket;
}

async function statusOver(session: ClientHttp2Session): Promise<unknown> {
  const stream = session.request({ ":path": "/" });
  const [headers] = (await once(stream, "response")) as [Record<string, unknown>];
  stream.resume();
  await once(stream, "end");
  session.destroy();
  return headers[":status"];
}

describe("the port with TLS", () => {
  it("has an https endpoint, and speaks http:// too", async () => {
    expect(emulator.endpoint).toBe(`https://127.0.0.1:${port}`);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  it.each([
    [["h2", "http/1.1"], "h2"],
    [["http/1.1"], "http/1.1"],
    [["http/1.1", "h2"], "h2"],
  ])("agrees by ALPN on %s: %s", async (offered, agreed) => {
    const socket = await handshake(offered);
    expect(socket.alpnProtocol).toBe(agreed);
    socket.destroy();
  });

  it("answers over HTTP/2, with ALPN and with prior knowledge", async () => {
    const agreed = connectHttp2(emulator.endpoint, { ca });
    expect(await statusOver(agreed)).toBe(200);
    const socket = connectTls({ host: "127.0.0.1", port, ca });
    await once(socket, "secureConnect");
    expect(socket.alpnProtocol).toBe(false);
    const known = connectHttp2(emulator.endpoint, { createConnection: () => socket });
    expect(await statusOver(known)).toBe(200);
  });

  it("has a certificate for the names of this machine, and of buckets on it", () => {
    const certificate = new X509Certificate(ca);
    // Node takes no wildcard directly below a top-level name: `bucket.localhost` is none for it.
    for (const name of ["localhost", "bucket.s3.localhost"]) {
      expect(certificate.checkHost(name)).toBeDefined();
    }
    for (const address of ["127.0.0.1", "::1"]) {
      expect(certificate.checkIP(address)).toBeDefined();
    }
    expect(certificate.checkHost("example.test")).toBeUndefined();
  });

  it("outlives clients that do not trust it, and handshakes that are none", async () => {
    const distrustful = request({ host: "127.0.0.1", port, path: "/" });
    const [error] = (await once(distrustful.end(), "error")) as [NodeJS.ErrnoException];
    expect(error.code).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY/);
    const connection = new RawConnection(emulator.endpoint);
    await connection.say(Buffer.from("160301000501ffffffff", "hex"));
    await connection.ended();
    connection.socket.destroy();
    const socket = await handshake(["http/1.1"]);
    socket.destroy();
    expect(await statusOver(connectHttp2(emulator.endpoint, { ca }))).toBe(200);
  });

  it("ends with TLS connections open", async () => {
    const stopping = await startEmulator({ tls: "self-signed" });
    const { hostname, port } = new URL(stopping.endpoint);
    const socket = connectTls({ host: hostname, port: Number(port), rejectUnauthorized: false });
    socket.on("error", () => {});
    await once(socket, "secureConnect");
    const closed = once(socket.resume(), "close");
    await stopping.stop();
    await expect(closed).resolves.toBeDefined();
  });
});

describe("SDK clients over TLS", () => {
  it("gets QueueUrls with https, and can use them", async () => {
    const sqs = new SQSClient(clientSettings());
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "secure" }));
    expect(QueueUrl).toBe(`${emulator.endpoint}/000000000000/secure`);
    const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));
    expect(MessageId).toBeDefined();
    sqs.destroy();
  });

  it.each([
    ["HTTP/1.1", () => new NodeHttpHandler({ httpsAgent: new Agent({ ca }) })],
    ["HTTP/2", () => new NodeHttp2Handler({ nodeHttp2ConnectOptions: { ca } })],
  ])("reaches Kinesis over %s", async (_name, handler) => {
    const kinesis = new KinesisClient({ ...clientSettings(), requestHandler: handler() });
    expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual([]);
    kinesis.destroy();
  });

  it("reaches a bucket by its host name", async () => {
    const agent = new Agent({
      ca,
      // Not every system resolves names below localhost.
      lookup: (_name, _options, found) => found(null, [{ address: "127.0.0.1", family: 4 }]),
    });
    const s3 = new S3Client({
      ...clientSettings(`https://s3.localhost:${port}`),
      requestHandler: new NodeHttpHandler({ httpsAgent: agent }),
    });
    await s3.send(new CreateBucketCommand({ Bucket: "secure" }));
    const found = await s3.send(new HeadBucketCommand({ Bucket: "secure" }));
    expect(found.BucketRegion).toBe("us-east-1");
    s3.destroy();
  });
});
