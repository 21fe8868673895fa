import { Agent, createServer, request as call, type IncomingMessage } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Random } from "../../src/core/random.ts";
import { after } from "../../src/core/timers.ts";

/** What becomes of one request in so many, in equal shares. */
const mishaps = ["lost", "answer lost", "stalled"] as const;

/**
 * Passes requests on to an endpoint, and does one in `oneIn` of them harm: it resets the connection
 * before or after the request was answered, or keeps the answer back.
 */
export class BadProxy {
  readonly counts = { passed: 0, lost: 0, "answer lost": 0, stalled: 0 };
  url = "";
  readonly #backend: string;
  readonly #oneIn: number;
  readonly #stallMs: number;
  readonly #random = Random.from("bad proxy");
  readonly #agent = new Agent({ keepAlive: true });
  readonly #server = createServer((from, to) => this.#pass(from, to));

  constructor(backend: string, { oneIn, stallMs }: { oneIn: number; stallMs: number }) {
    this.#backend = backend;
    this.#oneIn = oneIn;
    this.#stallMs = stallMs;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#agent.destroy();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #pass(from: IncomingMessage, to: ServerResponse): void {
    const isStruck = this.#random.chance(1 / this.#oneIn);
    const mishap = isStruck ? this.#random.pick(mishaps) : "passed";
    this.counts[mishap]++;
    if (mishap === "lost") {
      from.socket.resetAndDestroy();
      return;
    }
    const { method, headers } = from;
    const passed = call(new URL(from.url ?? "/", this.#backend), {
      agent: this.#agent,
      headers,
      ...(method !== undefined && { method }),
    });
    passed.on("error", () => to.destroy());
    passed.on("response", (answer) => {
      if (mishap === "answer lost") {
        answer.resume();
        from.socket.resetAndDestroy();
        return;
      }
      after(mishap === "stalled" ? this.#stallMs : 0, () => {
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(to);
      });
    });
    from.pipe(passed);
  }
}
