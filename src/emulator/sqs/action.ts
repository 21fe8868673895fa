import type { SqsEngine } from "./engine.ts";
import type { JsonObject } from "./fields.ts";
import type { WireRequest } from "../wire/http.ts";

/** What an action sees of its request, next to its input. */
export interface ActionScope {
  readonly engine: SqsEngine;
  readonly request: Pick<WireRequest, "origin" | "signal">;
}

/** One operation: reads and checks its input, and answers its output; throws SqsError. */
export type Action = (scope: ActionScope, input: JsonObject) => JsonObject | Promise<JsonObject>;

/** It begins with the request's origin: the SDK sends later requests to the QueueUrl's host. */
export function queueUrlOf(scope: ActionScope, name: string): string {
  return `${scope.request.origin}/${scope.engine.accountId}/${name}`;
}
