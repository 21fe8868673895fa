import type { FaultError } from "../faults/answer-call.ts";
import { requestThrottled, SqsError } from "./errors.ts";

/** What the service says to a call that a fault strikes; iterators and shards it has none. */
export function callFaultError(error: FaultError): SqsError {
  if (error === "throttled" || error === "throughput-exceeded") return requestThrottled();
  return error === "unavailable"
    ? new SqsError(
        "ServiceUnavailable",
        "The request has failed due to a temporary failure of the server.",
      )
    : new SqsError("InternalFailure", internalErrorText);
}

/** Of an entry of a batch: it has another code than a whole call. */
export function entryFaultError(error: FaultError): SqsError {
  return error === "throttled"
    ? requestThrottled()
    : new SqsError("InternalError", internalErrorText);
}

const internalErrorText = "We encountered an internal error. Please try again.";
