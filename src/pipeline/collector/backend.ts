import { request, type Agent } from "node:http";

/** A backend that has not answered a health check by then has failed it, in milliseconds. */
const checkWithinMs = 1_000;
/** Failed checks in a row after which a backend is given nothing more. */
const failuresMax = 2;

/** One backend of the balancer, as it sees it. */
export class Backend {
  readonly name: string;
  readonly url: string;
  readonly #agent: Agent;
  isHealthy = false;
  /** Under way at this backend. */
  requests = 0;
  #failures = 0;

  constructor({ name, url, agent }: { name: string; url: string; agent: Agent }) {
    this.name = name;
    this.url = url;
    this.#agent = agent;
  }

  /**
   * GET /health: one success brings it in. Two failures in a row take it out, and so does a plain
   * no: an answer other than 200, or a port on which nobody listens.
   */
  async check(): Promise<void> {
    const outcome = await this.#ask();
    this.#failures = outcome === "good" ? 0 : this.#failures + 1;
    if (outcome === "good") this.isHealthy = true;
    else if (outcome === "no" || this.#failures >= failuresMax) this.isHealthy = false;
  }

  #ask(): Promise<"good" | "no" | "silent"> {
    return new Promise((resolve) => {
      const call = request(new URL("/health", this.url), { agent: this.#agent }, (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200 ? "good" : "no");
      });
      call.setTimeout(checkWithinMs, () => call.destroy());
      call.on("error", (error: NodeJS.ErrnoException) =>
        resolve(error.code === "ECONNREFUSED" ? "no" : "silent"),
      );
      call.end();
    });
  }
}
