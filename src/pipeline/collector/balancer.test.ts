import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCollector, streamStandIn, validEvents } from "../../../test/support/collecting.ts";
import { RawConnection } from "../../../test/support/raw-connection.ts";
import { until } from "../../../test/support/stand-ins.ts";
import { Balancer } from "./balancer.ts";

describe("the balancer", () => {
  let balancer: Balancer;
  let url = "";
  let servers: Server[] = [];
  beforeEach(async () => {
    balancer = new Balancer({ healthEveryMs: 20, timeoutMs: 300 });
    url = await balancer.listen();
  });
  afterEach(async () => {
    await balancer.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    servers = [];
  });

  async function backend(name: string, listener: RequestListener) {
    const server = createServer((request, response) => {
      if (request.url === "/health") response.end();
      else listener(request, response);
    });
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
    await balancer.add(name, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return server;
  }

  const post = async (body = "{}") => {
    const response = await fetch(`${url}/events?x=1`, { method: "POST", body });
    return { status: response.status, text: await response.text() };
  };

  /** Answers with its name and what it was sent. */
  const echo =
    (name: string): RequestListener =>
    (request, response) => {
      let body = "";
      request.on("data", (piece) => (body += String(piece)));
      request.on("end", () => response.end(`${name} ${request.method} ${request.url} ${body}`));
    };

  it("passes requests on in turns, with all that is in them", async () => {
    for (const name of ["a", "b", "c"]) await backend(name, echo(name));
    const answers: string[] = [];
    for (let i = 0; i < 6; i++) answers.push((await post(String(i))).text);
    const answeredBy = (name: string) => answers.filter((text) => text.startsWith(name)).length;
    expect(["a", "b", "c"].map(answeredBy)).toEqual([2, 2, 2]);
    expect(answers[5]).toMatch(/^\w POST \/events\?x=1 5$/);
    expect(balancer.counters).toMatchObject({ requests: 6, retried: 0 });
  });

  it("has 503 where there is no backend, and says that nothing was stored", async () => {
    const response = await fetch(`${url}/events`, { method: "POST", body: "{}" });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await response.json()).toEqual({ stored: 0, error: "no collector is healthy" });
  });

  it("tries another where one cannot be connected to: nothing was sent", async () => {
    await backend("good", echo("good"));
    const dead = await backend("dead", echo("dead"));
    dead.closeAllConnections();
    await new Promise((closed) => dead.close(closed));
    for (let i = 0; i < 4; i++) expect((await post("once")).text).toMatch(/^good POST .* once$/);
    expect(balancer.healthy).toEqual(["good"]);
  });

  it("does not try again what was sent: of a backend that dies, the end is unknown", async () => {
    let received = 0;
    const mortal: RequestListener = (request) => {
      received++;
      request.on("data", () => request.socket.destroy());
    };
    await backend("mortal", mortal);
    await backend("mortal too", mortal);
    expect(await post()).toMatchObject({ status: 502 });
    expect(JSON.parse((await post()).text)).toEqual({ error: "the collector broke off" });
    expect(received).toBe(2);
    expect(balancer.counters).toMatchObject({ broken: 2, retried: 0 });
  });

  it("gives up a backend that does not answer", async () => {
    await backend("silent", () => {});
    expect(await post()).toMatchObject({ status: 504 });
  });

  it("breaks an answer off that breaks off", async () => {
    await backend("mortal", (_, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("half", () => response.destroy());
    });
    await expect(post()).rejects.toThrow("terminated");
  });

  it("takes a backend out that fails its health checks, and in again", async () => {
    let status = 200;
    const server = createServer((_, response) => response.writeHead(status).end());
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
    await balancer.add("a", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(balancer.healthy).toEqual(["a"]);
    status = 503;
    await until(() => balancer.healthy.length === 0);
    status = 200;
    await until(() => balancer.healthy.length === 1);
  });

  it("waits for the requests of a backend that it removes", async () => {
    let answer = () => {};
    await backend("slow", (_, response) => (answer = () => response.end("slow")));
    const posted = post();
    await until(() => balancer.counters.requests === 1);
    let isRemoved = false;
    const removed = balancer.remove("slow").then(() => (isRemoved = true));
    expect(await post()).toMatchObject({ status: 503 });
    expect(isRemoved).toBe(false);
    answer();
    expect(await posted).toMatchObject({ status: 200, text: "slow" });
    await removed;
  });

  it("lets go of a backend whose client has left", async () => {
    let isGone = false;
    await backend("patient", (request) => request.on("close", () => (isGone = true)));
    const client = new RawConnection(url);
    await client.say("POST /events HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf");
    await until(() => balancer.counters.requests === 1);
    client.socket.destroy();
    await until(() => isGone);
    expect(balancer.healthy).toEqual(["patient"]);
  });

  it("adds and removes collectors under load, and loses nothing acknowledged", async () => {
    const stream = streamStandIn();
    const collectors = new Map<string, Awaited<ReturnType<typeof openCollector>>["collector"]>();
    const add = async (name: string) => {
      const { collector, url: backendUrl } = await openCollector(stream.put);
      collectors.set(name, collector);
      await balancer.add(name, backendUrl);
    };
    const leave = async (name: string) => {
      await balancer.remove(name);
      await collectors.get(name)?.drain();
    };
    await add("one");
    await add("two");
    const texts = validEvents(60).map(({ text }) => text);
    const acknowledged: string[] = [];
    const statuses = new Set<number>();
    const client = async (mine: readonly string[]) => {
      for (const text of mine) {
        const { status } = await post(text);
        statuses.add(status);
        if (status === 200) acknowledged.push(text);
      }
    };
    const clients = [0, 1, 2].map((i) => client(texts.slice(i * 20, i * 20 + 20)));
    await add("three");
    await leave("one");
    await Promise.all(clients);
    await Promise.all([leave("two"), leave("three")]);
    expect([...statuses]).toEqual([200]);
    expect(stream.kept.toSorted()).toEqual(acknowledged.toSorted());
    expect(acknowledged).toHaveLength(60);
  });
});
