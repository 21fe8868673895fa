import type { WireRequest } from "../../wire/http.ts";
import type { JsonObject } from "../fields.ts";
import { queryInput } from "./input.ts";
import type { Members } from "./shapes.ts";

/** The path of a QueueUrl: requests for a queue may be sent to it. */
const queuePath = /^\/\d{12}\/[^/]+$/;

/**
 * Whether a request is in the Query protocol: a form posted to the endpoint itself or to a queue,
 * or a GET with the parameters in its query string. Nothing of S3 looks so: it posts forms as
 * multipart/form-data, and where it posts another body there are sub-resources (`?uploads`).
 */
export function isQueryRequest({
  method,
  target,
  headers,
}: Pick<WireRequest, "method" | "target" | "headers">): boolean {
  const { path, query } = split(target);
  if (method === "POST") {
    if (!headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return false;
    if (path !== "/" && !queuePath.test(path)) return false;
    return query === "" || new URLSearchParams(query).has("Action");
  }
  if (method !== "GET" || !query.includes("Action=")) return false;
  const parameters = new URLSearchParams(query);
  return parameters.has("Action") && (parameters.has("Version") || queuePath.test(path));
}

export interface QueryRequest {
  /** Empty where the request names none. */
  readonly action: string;
  /**
   * The input in the form of the JSON protocol. A request that is sent to a queue's path has its
   * QueueUrl from there, unless a parameter names another.
   */
  readonly input: (members: Members) => JsonObject;
}

export function readQueryRequest(request: WireRequest): QueryRequest {
  const { path, query } = split(request.target);
  const parameters = new URLSearchParams(query);
  if (request.method === "POST") {
    // In a body a name wins over the same one in the query string.
    for (const [name, text] of new URLSearchParams(request.body.toString("utf8"))) {
      parameters.delete(name);
      parameters.append(name, text);
    }
  }
  return {
    action: parameters.get("Action") ?? "",
    input: (members) => ({
      ...(queuePath.test(path) && "QueueUrl" in members && { QueueUrl: request.origin + path }),
      ...queryInput(parameters, members),
    }),
  };
}

function split(target: string): { readonly path: string; readonly query: string } {
  const at = target.indexOf("?");
  return at < 0
    ? { path: target, query: "" }
    : { path: target.slice(0, at), query: target.slice(at + 1) };
}
