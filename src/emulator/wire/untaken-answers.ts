import type { HttpResponse } from "./exchange.ts";
import type { Patience } from "./patience.ts";

/** Below this an answer goes out whole, whether it is read or not. */
const noticeableBytes = 65_536;

interface Untaken {
  bytes: number;
  readonly waiting: (() => void)[];
}

/**
 * Bounds what is held for clients that do not read: an answer of which nothing is taken for a while
 * is given up, and calls of an HTTP/2 connection wait while too much lies there for it (those that
 * come at once are begun at once). Over HTTP/1.1 Node itself reads no further requests while
 * answers lie there.
 */
export class UntakenAnswers {
  readonly #bySession = new WeakMap<object, Untaken>();
  readonly #patience: Patience;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  /** Undefined where there is room for an answer now; else it resolves once there is. */
  room(response: HttpResponse): Promise<void> | undefined {
    const session = "stream" in response ? response.stream.session : undefined;
    const untaken = session && this.#bySession.get(session);
    if (!untaken || untaken.bytes < this.#patience.untakenBytesMax) return undefined;
    return new Promise((resolve) => untaken.waiting.push(resolve));
  }

  /** To be called when an answer has been handed over to be sent; its size, if it has one. */
  sent(response: HttpResponse, bytes: number | undefined): void {
    if (bytes !== undefined && bytes < noticeableBytes) return;
    const { answerMs } = this.#patience;
    const carrier = "stream" in response ? response.stream : response.socket;
    if (!carrier) return;
    // A stream of events may be silent: it is stuck only where something waits to be taken.
    const giveUp = () => {
      if (carrier.writableLength > 0) carrier.destroy();
    };
    carrier.setTimeout(answerMs, giveUp);
    response.once("close", () => {
      carrier.setTimeout(0);
      carrier.off("timeout", giveUp);
    });
    const session = "stream" in response ? response.stream.session : undefined;
    if (session && bytes !== undefined) this.#count(session, { bytes, response });
  }

  #count(
    session: object,
    { bytes, response }: { readonly bytes: number; readonly response: HttpResponse },
  ): void {
    const untaken = this.#of(session);
    untaken.bytes += bytes;
    response.once("close", () => {
      untaken.bytes -= bytes;
      if (untaken.bytes >= this.#patience.untakenBytesMax) return;
      for (const proceed of untaken.waiting.splice(0)) proceed();
    });
  }

  #of(session: object): Untaken {
    let untaken = this.#bySession.get(session);
    if (!untaken) {
      untaken = { bytes: 0, waiting: [] };
      this.#bySession.set(session, untaken);
    }
    return untaken;
  }
}
