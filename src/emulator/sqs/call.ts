import type { WireResponse } from "../wire/http.ts";
import type { SqsError } from "./errors.ts";
import type { JsonObject } from "./fields.ts";

/** One request, whatever protocol it came in: the actions see only its input. */
export interface Call {
  /** As the client wrote it; it may be none of this service. */
  readonly operation: string;
  /** The input in the form of the JSON protocol; throws SqsError where it cannot be read. */
  readInput(): JsonObject;
  render(output: JsonObject, requestId: string): WireResponse;
  renderError(error: SqsError, requestId: string): WireResponse;
}
