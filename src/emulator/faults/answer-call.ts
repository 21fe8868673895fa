import { drawDelayMs } from "../../core/delay.ts";
import type { FaultActionName } from "../../core/fault-action.ts";
import type { EngineContext } from "../context.ts";
import type { WireAnswer } from "../wire/http.ts";
import type { FaultSite } from "./fault-site.ts";
import type { Fault } from "./faults.ts";

/** The errors that faults make of calls, and of single records; each service has words for them. */
export type FaultError =
  | "throttled"
  | "throughput-exceeded"
  | "internal-error"
  | "unavailable"
  | "iterator-expired";

const errors: Partial<Record<FaultActionName, FaultError>> = {
  "aws:fis:inject-api-throttle-error": "throttled",
  "aws:kinesis:inject-api-provisioned-throughput-exception": "throughput-exceeded",
  "aws:fis:inject-api-internal-error": "internal-error",
  "aws:fis:inject-api-unavailable-error": "unavailable",
  "aws:kinesis:inject-api-expired-iterator-exception": "iterator-expired",
};

/** The error of the first of these faults that is one. */
export function errorOf(faults: readonly Fault[]): FaultError | undefined {
  for (const { action } of faults) {
    const error = errors[action];
    if (error) return error;
  }
  return undefined;
}

/** One call of a service, as far as faults and latency have to do with it. */
export interface FaultedCall {
  /** Does what was asked, and answers. */
  readonly work: () => WireAnswer | Promise<WireAnswer>;
  /** The answer to a call that nothing was done for. */
  readonly refuse: (error: FaultError) => WireAnswer;
}

/**
 * Answers a call as the faults and the latency model let it: refuses it or cuts its connection
 * before the work, and delays or loses the answer after it. What a call has waited for by itself,
 * as a long poll does, is not part of the delay. Without faults and latency it is the work alone.
 */
export function answerCall(
  context: Pick<EngineContext, "faults" | "latency" | "after">,
  site: FaultSite,
  { work, refuse }: FaultedCall,
): WireAnswer | Promise<WireAnswer> {
  const struck = context.faults.strike("call", site);
  const latencyMs = context.latency.delayMs(site.service, site.operation);
  if (struck.length === 0 && latencyMs === 0) return work();
  const delayMs = struck.reduce((sum, fault) => sum + delayOf(fault), latencyMs);
  return delayed(outcome(struck, site, { work, refuse }), delayMs, context.after);
}

function outcome(
  struck: readonly Fault[],
  { operation, resource }: FaultSite,
  { work, refuse }: FaultedCall,
): WireAnswer | Promise<WireAnswer> {
  const cut = { cut: true, about: { operation, resource } } as const;
  if (struck.some(({ action }) => action === "aforo:connection-reset")) return cut;
  const error = errorOf(struck);
  if (error) return refuse(error);
  const answer = work();
  if (!struck.some(({ action }) => action === "aforo:lost-acknowledgement")) return answer;
  const lose = (lost: WireAnswer) => {
    // Nobody will read them: what makes the pieces is to know.
    if ("pieces" in lost) void lost.pieces[Symbol.asyncIterator]().return?.();
    return cut;
  };
  return answer instanceof Promise ? answer.then(lose) : lose(answer);
}

function delayOf({ rule, random }: Fault): number {
  return rule.delay ? drawDelayMs(rule.delay, random) : 0;
}

async function delayed(
  answer: WireAnswer | Promise<WireAnswer>,
  ms: number,
  after: EngineContext["after"],
): Promise<WireAnswer> {
  const given = await answer;
  if (ms > 0) await new Promise<void>((done) => after(ms, done));
  return given;
}
