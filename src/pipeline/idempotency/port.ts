import type { MessagePort } from "node:worker_threads";
import type { ClaimOutcome, IdempotencyStore } from "./store.ts";

interface Request {
  readonly call: number;
  readonly method: "claim" | "complete";
  readonly ids: readonly string[];
  readonly owner: string;
  readonly ms: number;
}

interface Reply {
  readonly call: number;
  readonly result?: (ClaimOutcome | boolean)[];
  readonly error?: string;
}

/** Serves a store to a worker in another thread. A thread that is killed just stops asking. */
export function serveStore(store: IdempotencyStore, port: MessagePort): void {
  port.on("message", (request: Request) => {
    const { call, method, ids, owner, ms } = request;
    store[method](ids, owner, ms).then(
      (result) => port.postMessage({ call, result } satisfies Reply),
      (error: unknown) => port.postMessage({ call, error: String(error) } satisfies Reply),
    );
  });
  port.unref();
}

/** The store at the other end of a port. */
export class PortStore implements IdempotencyStore {
  readonly #port: MessagePort;
  readonly #waiting = new Map<
    number,
    { resolve: (r: never) => void; reject: (e: Error) => void }
  >();
  #calls = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on("message", ({ call, result, error }: Reply) => {
      const waiting = this.#waiting.get(call);
      this.#waiting.delete(call);
      if (error === undefined) waiting?.resolve(result as never);
      else waiting?.reject(new Error(error));
    });
  }

  claim(ids: readonly string[], owner: string, leaseMs: number): Promise<ClaimOutcome[]> {
    return this.#call({ method: "claim", ids, owner, ms: leaseMs });
  }

  complete(ids: readonly string[], owner: string, windowMs: number): Promise<boolean[]> {
    return this.#call({ method: "complete", ids, owner, ms: windowMs });
  }

  async close(): Promise<void> {
    this.#port.close();
  }

  #call<T>(request: Omit<Request, "call">): Promise<T> {
    const call = this.#calls++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      this.#port.postMessage({ ...request, call } satisfies Request);
    });
  }
}
