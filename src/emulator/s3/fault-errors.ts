import type { FaultError } from "../faults/answer-call.ts";
import { S3Error } from "./errors.ts";

/** What the service says to a request, or to one key of DeleteObjects, that a fault strikes. */
export function faultError(error: FaultError): S3Error {
  if (error === "throttled") return new S3Error("SlowDown");
  return new S3Error(error === "unavailable" ? "ServiceUnavailable" : "InternalError");
}
