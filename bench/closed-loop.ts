import { performance } from "node:perf_hooks";
import autocannon, { type Result } from "autocannon";

export interface ClosedLoop {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly calls: number;
  /** A text that every answer holds. One that does not fails the measurement. */
  readonly answerHolds: string;
}

const connections = 4;
const withinMs = 60_000;

/**
 * Sends `calls` requests over four connections, each as soon as the one before it is answered, and
 * gives the calls a second between the first answer and the last. Throws if one went wrong, or when
 * a minute is over.
 */
export async function callsPerSecond(loop: ClosedLoop): Promise<number> {
  const answeredMs: number[] = [];
  const { non2xx, errors, mismatches } = await new Promise<Result>((resolve, reject) => {
    const running = autocannon(
      {
        url: loop.url,
        method: "POST",
        headers: loop.headers,
        body: loop.body,
        amount: loop.calls,
        connections,
        verifyBody: (body) => String(body).includes(loop.answerHolds),
      },
      (error: Error | null, result) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve(result);
      },
    );
    running.on("response", () => answeredMs.push(performance.now()));
    const timer = setTimeout(() => running.stop(), withinMs);
  });
  if (non2xx + errors + mismatches > 0 || answeredMs.length !== loop.calls) {
    throw new Error(
      `${answeredMs.length} of ${loop.calls} calls answered: ` +
        `${non2xx} by an error, ${mismatches} by something else, ${errors} broken off`,
    );
  }
  const spanMs = (answeredMs.at(-1) ?? 0) - (answeredMs[0] ?? 0);
  return ((loop.calls - 1) / spanMs) * 1_000;
}
