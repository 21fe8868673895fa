import { once } from "node:events";
import { request as requestHttp1 } from "node:http";
import { connect as connectHttp2, type ClientHttp2Session } from "node:http2";
import { request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { realClock } from "../../core/clock.ts";
import { makeCertificate } from "./certificate.ts";
import { createDispatch } from "./dispatch.ts";
import { listen, type Listener } from "./listener.ts";

let listener: Listener;

beforeAll(async () => {
  const onRequest = createDispatch({
    services: () => [
      {
        name: "echo",
        accepts: () => true,
        handle: async ({ origin, body }) => ({
          status: 200,
          headers: {},
          body: `${origin} ${body.toString()}`,
        }),
      },
    ],
    clock: realClock,
  });
  const certificate = await makeCertificate("127.0.0.1", realClock.epochMs());
  listener = await listen({ host: "127.0.0.1", port: 0, onRequest, certificate });
});

afterAll(() => listener.close());

const to = () => ({ host: "127.0.0.1", port: listener.port });
const origin = (scheme: string) => `${scheme}://127.0.0.1:${listener.port}`;
/** More than one TLS record and one segment. */
const body = "b".repeat(100_000);

async function overHttp1(request: typeof requestHttp1 | typeof requestHttps): Promise<string> {
  const call = request({ ...to(), method: "POST", rejectUnauthorized: false, agent: false });
  call.end(body);
  const [response] = await once(call, "response");
  return text(response);
}

async function overHttp2(session: ClientHttp2Session): Promise<string> {
  const authority = origin("").slice("://".length);
  const call = session.request({ ":method": "POST", ":authority": authority });
  call.end(body);
  const answer = await text(call);
  session.destroy();
  return answer;
}

/** What the AWS SDK for Java does with Kinesis: no ALPN, and HTTP/2 all the same. */
async function priorKnowledgeInTls(): Promise<ClientHttp2Session> {
  const socket = connectTls({ ...to(), rejectUnauthorized: false });
  await once(socket, "secureConnect");
  // Node's client believes only what ALPN agreed on.
  socket.alpnProtocol = "h2";
  return connectHttp2(origin("https"), { createConnection: () => socket });
}

describe("one port", () => {
  it.each([
    ["HTTP/1.1", "http", () => overHttp1(requestHttp1)],
    ["HTTP/1.1 in TLS", "https", () => overHttp1(requestHttps)],
    ["HTTP/2 with prior knowledge", "http", () => overHttp2(connectHttp2(origin("http")))],
    [
      "HTTP/2 by ALPN",
      "https",
      () => overHttp2(connectHttp2(origin("https"), { rejectUnauthorized: false })),
    ],
    [
      "HTTP/2 in TLS with prior knowledge",
      "https",
      async () => overHttp2(await priorKnowledgeInTls()),
    ],
  ])("speaks %s", async (_protocol, scheme, ask) => {
    expect(await ask()).toBe(`${origin(scheme)} ${body}`);
  });

  it("outlives a client that says nothing of sense in TLS", async () => {
    const socket = connectTls({ ...to(), rejectUnauthorized: false });
    await once(socket, "secureConnect");
    const answered = text(socket);
    socket.write("nonsense\r\n\r\n");
    expect(await answered).toContain("400 Bad Request");
    expect(await overHttp1(requestHttps)).toContain(body);
  });
});
