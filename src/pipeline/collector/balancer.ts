import {
  Agent,
  createServer,
  request as callBackend,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { every, sleep } from "../../core/timers.ts";
import { Backend } from "./backend.ts";

export interface BalancerOptions {
  readonly healthEveryMs: number;
  /** A backend that has not answered by then is given up: the client is told 504. */
  readonly timeoutMs: number;
}

/** Requests under way at once, at most: beyond it clients are turned away. */
const requestsMax = 1_000;
const keepAliveMs = 60_000;
/** How long the requests of a backend that is taken out may last; looked at every few ms. */
const deregistrationMs = 10_000;
const lookMs = 5;
/** Of one connection and no other (RFC 9110, 7.6.1). */
const hopByHop = ["connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer"];

/**
 * Stands for the load balancer: passes each request on to the next backend that is healthy, over
 * connections that are kept alive. It tries another backend only where the first could not even be
 * connected to, so that nothing was sent; of a backend that dies later nobody knows what it did,
 * and the client is told 502. Answers 503 where there is no backend.
 */
export class Balancer {
  readonly #options: BalancerOptions;
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  #backends: readonly Backend[] = [];
  #turn = 0;
  #requests = 0;
  readonly #stopChecking: () => void;
  readonly counters = { requests: 0, retried: 0, broken: 0, timedOut: 0, withoutBackend: 0 };

  constructor(options: BalancerOptions) {
    this.#options = options;
    this.#server = createServer({ keepAliveTimeout: keepAliveMs, noDelay: true }, (from, to) =>
      this.#serve(from, to),
    );
    this.#stopChecking = every(options.healthEveryMs, () => {
      for (const backend of this.#backends) void backend.check();
    });
  }

  /** Names of the backends that are given requests. */
  get healthy(): readonly string[] {
    return this.#backends.filter(({ isHealthy }) => isHealthy).map(({ name }) => name);
  }

  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", () => {
        resolve(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
      });
    });
  }

  /** Resolves after the first health check: a backend that passes it is given requests. */
  async add(name: string, url: string): Promise<void> {
    const backend = new Backend({ name, url, agent: this.#agent });
    this.#backends = [...this.#backends, backend];
    await backend.check();
  }

  /** Gives a backend nothing more; resolves when what it had is answered, or takes too long. */
  async remove(name: string): Promise<void> {
    const backend = this.#backends.find((one) => one.name === name);
    this.#backends = this.#backends.filter((one) => one !== backend);
    if (!backend) return;
    for (let waitedMs = 0; backend.requests > 0; waitedMs += lookMs) {
      if (waitedMs >= deregistrationMs) return;
      await sleep(lookMs);
    }
  }

  async close(): Promise<void> {
    this.#stopChecking();
    this.#agent.destroy();
    await new Promise<void>((closed) => {
      this.#server.close(() => closed());
      this.#server.closeAllConnections();
    });
  }

  #serve(from: IncomingMessage, to: ServerResponse): void {
    this.counters.requests++;
    if (this.#requests >= requestsMax) return this.#refuse(to, 503, "overloaded");
    this.#requests++;
    to.once("close", () => this.#requests--);
    this.#passOn({ from, to, tried: new Set() });
  }

  #next(tried: ReadonlySet<Backend>): Backend | undefined {
    const able = this.#backends.filter((one) => one.isHealthy && !tried.has(one));
    return able[this.#turn++ % able.length];
  }

  #passOn(passage: Passage): void {
    const { from, to, tried } = passage;
    const backend = this.#next(tried);
    if (!backend) {
      this.counters.withoutBackend++;
      return this.#refuse(to, 503, "no collector is healthy");
    }
    tried.add(backend);
    backend.requests++;
    const headers = { ...passedOn(from.headers), "x-forwarded-for": from.socket.remoteAddress };
    const call = callBackend(new URL(from.url ?? "/", backend.url), {
      agent: this.#agent,
      method: from.method ?? "GET",
      headers,
    });
    call.once("close", () => backend.requests--);
    call.setTimeout(this.#options.timeoutMs, () => {
      this.counters.timedOut++;
      this.#refuse(to, 504, "the collector did not answer in time");
      call.destroy();
    });
    to.once("close", () => {
      // The client left: what it asked for is not waited for any more.
      if (!to.writableFinished) call.destroy();
    });
    this.#connectThenSend(call, { ...passage, backend });
  }

  /** Takes nothing of the body before there is a connection: until then another may be tried. */
  #connectThenSend(call: ClientRequest, passage: Passage & { readonly backend: Backend }): void {
    const { from, to, backend } = passage;
    let isSent = false;
    const send = () => {
      isSent = true;
      from.pipe(call);
    };
    call.once("socket", (socket) => {
      if (socket.connecting) socket.once("connect", send);
      else send();
    });
    call.once("response", (answer) => {
      to.writeHead(answer.statusCode ?? 502, passedOn(answer.headers));
      answer.pipe(to);
      answer.once("aborted", () => to.destroy());
    });
    call.on("error", () => {
      if (to.headersSent || to.destroyed) return;
      if (isSent) {
        from.unpipe(call);
        this.counters.broken++;
        void backend.check();
        return this.#refuse(to, 502, "the collector broke off");
      }
      backend.isHealthy = false;
      this.counters.retried++;
      this.#passOn(passage);
    });
  }

  #refuse(to: ServerResponse, status: number, error: string): void {
    if (to.headersSent || to.destroyed) return;
    to.shouldKeepAlive = false;
    // Only of a request that was not passed on it can be said that nothing of it was stored.
    const body = JSON.stringify(status === 503 ? { stored: 0, error } : { error });
    const wait = status === 503 ? { "retry-after": "1" } : {};
    to.writeHead(status, { "content-type": "application/json", ...wait }).end(body);
    to.req.resume();
  }
}

interface Passage {
  readonly from: IncomingMessage;
  readonly to: ServerResponse;
  readonly tried: Set<Backend>;
}

function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));
}
