import { messageOf } from "../../core/errors.ts";
import type { Random } from "../../core/random.ts";
import type { EngineContext } from "../context.ts";
import { operationOf } from "../wire/aws-json.ts";
import type { WireRequest, WireResponse, WireService } from "../wire/http.ts";
import { requestId } from "../wire/request-id.ts";
import { actions } from "./actions/table.ts";
import { SqsEngine } from "./engine.ts";
import { notImplemented, SqsError } from "./errors.ts";
import type { JsonObject } from "./fields.ts";
import { parseInput, renderError, renderOutput } from "./json-protocol.ts";
import { sqsLimits, type SqsLimits } from "../../core/limits/sqs.ts";

/** Every request of the service in AWS JSON 1.0 has this before its operation's name. */
const targetPrefix = "AmazonSQS.";

/** SQS in the AWS JSON 1.0 protocol. */
export function createSqsService(
  context: EngineContext,
  changed: Partial<SqsLimits> = {},
): WireService {
  const engine = new SqsEngine({
    context,
    limits: sqsLimits(changed),
  });
  return serveSqs(engine, context.random);
}

/** The protocol over an engine. It answers at once but where a receive waits. */
function serveSqs(engine: SqsEngine, random: Random): WireService {
  return {
    accepts: ({ headers }) => operationOf(headers, targetPrefix) !== undefined,
    handle: (request) => {
      const id = requestId(random);
      const fail = (error: unknown) => renderError(asSqsError(error), request, id);
      try {
        const output = run(engine, request);
        return output instanceof Promise
          ? output.then((value): WireResponse => renderOutput(value, id)).catch(fail)
          : renderOutput(output, id);
      } catch (error) {
        return fail(error);
      }
    },
  };
}

function run(engine: SqsEngine, request: WireRequest): JsonObject | Promise<JsonObject> {
  const operation = operationOf(request.headers, targetPrefix) ?? "";
  const action = actions.get(operation);
  if (action === undefined) {
    throw new SqsError(
      "UnknownOperationException",
      `The operation ${operation} is not one of this service.`,
    );
  }
  if (action === "not implemented") throw notImplemented(operation);
  return action({ engine, request }, parseInput(request.body));
}

function asSqsError(error: unknown): SqsError {
  return error instanceof SqsError ? error : new SqsError("InternalFailure", messageOf(error));
}
