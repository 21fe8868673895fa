import { AforoError } from "../../core/errors.ts";
import type { Emulation } from "../emulation.ts";
import type { WireRequest, WireResponse, WireService } from "../wire/http.ts";
import { routes } from "./routes.ts";

export interface AdminScope {
  readonly emulation: Emulation;
  /** In PEM. */
  readonly certificate: string | undefined;
}

/** Under this path; no bucket can be named so. */
const prefix = "/_aforo/";
/** Where tools that wait for LocalStack look. */
const alias = "/_localstack/health";

/**
 * What is there for operators and tests, apart from AWS's APIs: health, metrics, faults, time,
 * reset, and what the services hold. JSON, but for the metrics and the certificate.
 */
export function createAdminService(scope: AdminScope): WireService {
  return {
    name: "admin",
    accepts: ({ target }) => target.startsWith(prefix) || target === alias,
    async handle(request) {
      try {
        return await answer(request, scope);
      } catch (error) {
        if (!(error instanceof AforoError)) throw error;
        return json(400, { error: error.message, hint: error.hint });
      }
    },
  };
}

async function answer(request: WireRequest, scope: AdminScope): Promise<WireResponse> {
  const path = (request.target.split("?")[0] ?? "").slice(prefix.length);
  const [name = "", ...rest] = request.target === alias ? ["health"] : path.split("/").map(decoded);
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (!route) {
    const known = Object.keys(routes).map((one) => `${prefix}${one}`);
    return json(404, { error: `there is no ${prefix}${name}`, known });
  }
  const method = request.method === "HEAD" ? "GET" : request.method;
  const act = route[method as keyof typeof route];
  if (!act) {
    const allow = Object.keys(route).join(", ");
    const refused = json(405, { error: `${prefix}${name} takes ${allow}` });
    return { ...refused, headers: { ...refused.headers, allow } };
  }
  const given = await act({ ...scope, name: rest.join("/"), body: request.body.toString() });
  return "text" in given
    ? { status: 200, headers: { "content-type": given.type }, body: given.text, about: about(name) }
    : { ...json(given.status ?? 200, given.json), about: about(name) };
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch (cause) {
    throw new AforoError("usage", `the path has a step that is not UTF-8: ${step}`, { cause });
  }
}

function about(name: string) {
  return { operation: name };
}

function json(status: number, value: unknown): WireResponse {
  const body = `${JSON.stringify(value, undefined, 2)}\n`;
  return { status, headers: { "content-type": "application/json" }, body };
}
