import type { WireRequest } from "../../wire/http.ts";
import type { Call } from "../call.ts";
import { queryOperations } from "./operations.ts";
import { renderQueryError, renderQueryOutput } from "./output.ts";
import { readQueryRequest } from "./request.ts";

const none = { input: {} };

/** A request of the Query protocol, which clients from before November 2023 speak. */
export function queryCall(request: WireRequest): Call {
  const { action, input } = readQueryRequest(request);
  const operation = queryOperations.get(action) ?? none;
  return {
    operation: action,
    readInput: () => input(operation.input),
    render: (output, requestId) => renderQueryOutput(output, { action, operation, requestId }),
    renderError: renderQueryError,
  };
}
