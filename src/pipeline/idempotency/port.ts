import type { MessagePort } from "node:worker_threads";
import { deferred, type Deferred } from "../../core/deferred.ts";
import { messageOf } from "../../core/errors.ts";
import type { Arrival, ClaimOutcome, ClaimTerms, IdempotencyStore } from "./store.ts";

type Call =
  | { readonly method: "claim"; readonly terms: ClaimTerms }
  | { readonly method: "complete"; readonly keepMs: number };

type Request = Call & {
  readonly call: number;
  readonly arrivals: readonly Arrival[];
  readonly owner: string;
};

type Result = readonly ClaimOutcome[] | readonly boolean[];

interface Reply {
  readonly call: number;
  readonly result?: Result;
  readonly error?: string;
}

/** Serves a store to a worker in another thread. A thread that is killed just stops asking. */
export function serveStore(store: IdempotencyStore, port: MessagePort): void {
  const answer = (request: Request): Promise<Result> =>
    request.method === "claim"
      ? store.claim(request.arrivals, request.owner, request.terms)
      : store.complete(request.arrivals, request.owner, request.keepMs);
  port.on("message", (request: Request) => {
    const { call } = request;
    answer(request).then(
      (result) => port.postMessage({ call, result } satisfies Reply),
      (error: unknown) => port.postMessage({ call, error: messageOf(error) } satisfies Reply),
    );
  });
  port.unref();
}

/** The store at the other end of a port. */
export class PortStore implements IdempotencyStore {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, Deferred<Result>>();
  #calls = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on("message", ({ call, result, error }: Reply) => {
      const waiting = this.#waiting.get(call);
      this.#waiting.delete(call);
      if (result) waiting?.resolve(result);
      else waiting?.reject(new Error(error ?? "the store gave no answer"));
    });
  }

  async claim(
    arrivals: readonly Arrival[],
    owner: string,
    terms: ClaimTerms,
  ): Promise<ClaimOutcome[]> {
    return (await this.#ask({ method: "claim", arrivals, owner, terms })) as ClaimOutcome[];
  }

  async complete(arrivals: readonly Arrival[], owner: string, keepMs: number): Promise<boolean[]> {
    return (await this.#ask({ method: "complete", arrivals, owner, keepMs })) as boolean[];
  }

  async close(): Promise<void> {
    this.#port.close();
  }

  #ask(question: Call & Pick<Request, "arrivals" | "owner">): Promise<Result> {
    const call = this.#calls++;
    const waiting = deferred<Result>();
    this.#waiting.set(call, waiting);
    this.#port.postMessage({ ...question, call } satisfies Request);
    return waiting.promise;
  }
}
