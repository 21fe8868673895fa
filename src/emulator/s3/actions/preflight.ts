import { preflightHeaders } from "../cors.ts";
import { emptyResponse } from "../protocol/response.ts";
import type { Action } from "./action.ts";

/** What a browser asks before it sends a request to another origin. */
export const preflight: Action = ({ request, engine }) =>
  emptyResponse(200, {
    ...preflightHeaders(engine.buckets.get(request.bucket), request.headers),
  });
