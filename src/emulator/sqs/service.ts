import { messageOf } from "../../core/errors.ts";
import type { EngineContext } from "../context.ts";
import type { EmulatedService } from "../emulated-service.ts";
import { answerCall } from "../faults/answer-call.ts";
import type { CallAbout, WireAnswer, WireRequest, WireResponse } from "../wire/http.ts";
import { committed, type Store } from "../storage/store.ts";
import { randomUuid } from "../random-uuid.ts";
import { actions } from "./actions/table.ts";
import type { Call } from "./call.ts";
import { SqsEngine } from "./engine.ts";
import { SqsError } from "./errors.ts";
import { callFaultError } from "./fault-errors.ts";
import type { JsonObject } from "./fields.ts";
import { inspectQueue, queueGauges } from "./inspect.ts";
import { isJsonRequest, jsonCall } from "./json-protocol.ts";
import { queryCall } from "./query-protocol/query-call.ts";
import { isQueryRequest } from "./query-protocol/request.ts";
import { queuesByArn, type QueuesByArn } from "./queues-by-arn.ts";
import { noJournal, type SqsJournal } from "./sqs-journal.ts";
import { sqsLimits, type SqsLimits } from "../../core/limits/sqs.ts";

/** There is nothing to make safe: all is gone with the process. */
const inMemory: SqsJournal & Store = { ...noJournal, commit() {}, close() {} };

/**
 * SQS in AWS JSON 1.0 and in the older Query protocol, on one endpoint. It goes on with what the
 * store has of earlier runs, and gives no answer before the store has committed what it
 * acknowledges.
 *
 * @throws CorruptSegment where the store's files were altered.
 */
export function createSqsService(
  context: EngineContext,
  changed: Partial<SqsLimits> = {},
  store: SqsJournal & Store = inMemory,
): EmulatedService & { readonly queues: QueuesByArn } {
  const engine = new SqsEngine({
    context,
    limits: sqsLimits(changed, context.region),
    journal: store,
  });
  const serving: Serving = { engine, store, context };
  return {
    name: "sqs",
    holds: "queues",
    accepts: (request) => isJsonRequest(request) || isQueryRequest(request),
    handle: (request) => answer(request, serving),
    inspectAll: () => engine.all().map(inspectQueue),
    inspect: (name) => {
      const queue = engine.lookUp(name);
      return queue && inspectQueue(queue);
    },
    gauges: () => engine.all().flatMap(queueGauges),
    close: () => {
      engine.close();
      return store.close();
    },
    queues: queuesByArn(engine, store),
  };
}

interface Serving {
  readonly engine: SqsEngine;
  readonly store: Store;
  readonly context: EngineContext;
}

/** Answers at once but where a receive waits, or a fault or the latency model says so. */
function answer(
  request: WireRequest,
  { engine, store, context }: Serving,
): WireAnswer | Promise<WireAnswer> {
  const call = isJsonRequest(request) ? jsonCall(request) : queryCall(request);
  const { operation } = call;
  const id = randomUuid(context.random);
  const fail = (error: unknown, about: CallAbout) => renderFailure(call, error, { id, about });
  let input: JsonObject;
  try {
    input = call.readInput();
  } catch (error) {
    return fail(error, { operation });
  }
  const site = { service: "sqs", operation, resource: queueNameOf(input) } as const;
  const succeed = (value: JsonObject): WireResponse => ({ ...call.render(value, id), about: site });
  const outcome = (): WireAnswer | Promise<WireAnswer> => {
    try {
      const output = run(engine, request, { operation, input });
      if (!(output instanceof Promise)) return succeed(output);
      return output.then(succeed).catch((error: unknown) => fail(error, site));
    } catch (error) {
      return fail(error, site);
    }
  };
  const work = () => {
    const answer = outcome();
    if (!(answer instanceof Promise)) return committed(store, answer);
    return answer.then((waited) => committed(store, waited));
  };
  return answerCall(context, site, { work, refuse: (error) => fail(callFaultError(error), site) });
}

interface Work {
  readonly operation: string;
  readonly input: JsonObject;
}

function run(
  engine: SqsEngine,
  request: WireRequest,
  { operation, input }: Work,
): JsonObject | Promise<JsonObject> {
  const action = actions.get(operation);
  if (action === undefined) {
    throw new SqsError(
      "UnknownOperationException",
      `The action ${operation} is not valid for this endpoint.`,
    );
  }
  return action({ engine, request }, input);
}

function renderFailure(
  call: Call,
  thrown: unknown,
  { id, about }: { readonly id: string; readonly about: CallAbout },
): WireResponse {
  const error = asSqsError(thrown);
  const { operation, resource } = about;
  const errorCode = error.queryCode;
  return { ...call.renderError(error, id), about: { operation, resource, errorCode } };
}

/** The queue that a request is about, for logs: it may not exist. */
function queueNameOf({ QueueUrl: url, QueueName: name }: JsonObject): string | undefined {
  if (typeof url === "string") return url.slice(url.lastIndexOf("/") + 1);
  return typeof name === "string" ? name : undefined;
}

function asSqsError(error: unknown): SqsError {
  return error instanceof SqsError ? error : new SqsError("InternalFailure", messageOf(error));
}
