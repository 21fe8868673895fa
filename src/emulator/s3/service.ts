import type { EngineContext } from "../context.ts";
import type { WireRequest, WireResponse, WireService } from "../wire/http.ts";
import type { S3Call } from "./actions/action.ts";
import { operationFor } from "./actions/table.ts";
import { S3Engine } from "./engine.ts";
import { S3Error } from "./errors.ts";
import { s3Limits } from "../../core/limits/s3.ts";
import type { S3Limits } from "../../core/limits/s3.ts";
import { parseRequest } from "./protocol/request.ts";
import type { S3Request } from "./protocol/request.ts";
import { errorResponse, requestIds } from "./protocol/response.ts";
import type { S3Response } from "./protocol/response.ts";
import { RequestRates } from "./request-rate.ts";

/**
 * S3 over REST-XML on an engine of its own. It is to be asked last: it takes every request that
 * does not name another service's operation in `x-amz-target`. Signatures are not verified.
 *
 * The answer to HEAD has the content-length of a body that it does not have.
 */
export function createS3Service(
  context: EngineContext,
  limits: Partial<S3Limits> = {},
): WireService {
  const allLimits = s3Limits(limits);
  const shared = {
    engine: new S3Engine(context, allLimits),
    limits: allLimits,
    rates: new RequestRates(context.clock, allLimits),
    context,
  };
  return {
    accepts: ({ headers }) => headers["x-amz-target"] === undefined,
    handle(request: WireRequest): WireResponse {
      const ids = requestIds(context.random);
      const response = answer(request, shared, (error, about) => errorResponse(error, about, ids));
      response.headers["x-amz-request-id"] = ids.requestId;
      response.headers["x-amz-id-2"] = ids.hostId;
      response.headers["server"] = "AmazonS3";
      return response;
    },
  };
}

function answer(
  wire: WireRequest,
  shared: Omit<S3Call, "request">,
  refuse: (error: S3Error, about: Pick<S3Request, "method" | "bucket" | "key">) => S3Response,
): S3Response {
  let about: Pick<S3Request, "method" | "bucket" | "key"> = {
    method: wire.method,
    bucket: "",
    key: "",
  };
  try {
    const request = parseRequest(wire);
    about = request;
    const { action, rate } = operationFor(request);
    checkBucketOwner(request, shared.context);
    if (rate !== "none") {
      shared.rates.take(rate, request.bucket, request.key || (request.query.get("prefix") ?? ""));
    }
    return action({ request, ...shared });
  } catch (error) {
    if (error instanceof S3Error) return refuse(error, about);
    throw error;
  }
}

/** There is one account, and it owns all buckets. */
function checkBucketOwner({ headers }: S3Request, { accountId }: EngineContext): void {
  for (const name of ["x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner"]) {
    if ((headers[name] ?? accountId) !== accountId) throw new S3Error("AccessDenied");
  }
}
