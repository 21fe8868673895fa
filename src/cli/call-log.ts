import { realClock } from "../core/clock.ts";
import type { ObservedCall } from "../emulator/wire/dispatch.ts";

export type LogLevel = "none" | "errors" | "all";

/** Writes each call, or each that did not end well, as one line of JSON; undefined for none. */
export function callLog(
  level: LogLevel,
  write: (line: string) => void,
): ((call: ObservedCall) => void) | undefined {
  if (level === "none") return undefined;
  return (call) => {
    const isGood = call.status > 0 && call.status < 400;
    if (level === "errors" && isGood) return;
    write(`${JSON.stringify(lineOf(call))}\n`);
  };
}

function lineOf(call: ObservedCall): object {
  return {
    time: new Date(realClock.epochMs()).toISOString(),
    level: call.status >= 500 || call.status === 0 ? "error" : call.status >= 400 ? "warn" : "info",
    service: call.service,
    operation: call.operation,
    resource: call.resource,
    status: call.status,
    error: call.errorCode,
    method: call.method,
    target: call.target,
    requestBytes: call.requestBytes,
    responseBytes: call.responseBytes,
    durationMs: Math.round(call.durationUs) / 1_000,
  };
}
