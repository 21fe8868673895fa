import type { EngineContext } from "../context.ts";
import type { EmulatedService } from "../emulated-service.ts";
import { answerCall } from "../faults/answer-call.ts";
import type { WireAnswer, WireRequest } from "../wire/http.ts";
import type { S3Call } from "./actions/action.ts";
import { operationFor, type Operation } from "./actions/table.ts";
import { corsHeaders } from "./cors.ts";
import { S3Engine } from "./engine.ts";
import { S3Error } from "./errors.ts";
import { faultError } from "./fault-errors.ts";
import { bucketGauges, inspectBucket } from "./inspect.ts";
import { s3Limits } from "../../core/limits/s3.ts";
import type { S3Limits } from "../../core/limits/s3.ts";
import { BucketEvents, noQueues } from "./notifications/bucket-events.ts";
import type { QueuePort } from "./notifications/bucket-events.ts";
import { readPresigned } from "./protocol/query-authorization.ts";
import { parseRequest } from "./protocol/request.ts";
import type { S3Request } from "./protocol/request.ts";
import { errorResponse, requestIds } from "./protocol/response.ts";
import type { RequestIds, S3Answer } from "./protocol/response.ts";
import { committed } from "../storage/store.ts";
import { RequestRates } from "./request-rate.ts";
import type { RateClass } from "./request-rate.ts";
import type { ObjectStorage } from "./storage/object-storage.ts";
import { SpilledBodies } from "./storage/spilled-bodies.ts";

export interface S3Options {
  /** Where event notifications go. */
  readonly queues?: QueuePort;
  /** Without one, all is gone with the process. */
  readonly storage?: ObjectStorage;
  /** Hosts of the service beside those that it knows, for virtual-hosted style (see host.ts). */
  readonly baseHosts?: readonly string[];
}

/**
 * S3 over REST-XML on an engine of its own. It is to be asked last: it takes every request that
 * does not name another service's operation in `x-amz-target`. Signatures are not verified.
 *
 * No answer is given before the storage has committed what it acknowledges.
 *
 * The answer to HEAD has the content-length of a body that it does not have.
 */
export function createS3Service(
  context: EngineContext,
  limits: Partial<S3Limits> = {},
  { queues = noQueues, baseHosts = [], storage = new SpilledBodies() }: S3Options = {},
): EmulatedService {
  const allLimits = s3Limits(limits);
  const shared: Shared = {
    engine: new S3Engine(context, allLimits, storage),
    storage,
    limits: allLimits,
    rates: new RequestRates(context.clock, allLimits),
    events: new BucketEvents(context, allLimits, queues),
    context,
    baseHosts,
  };
  const { buckets } = shared.engine;
  return {
    name: "s3",
    holds: "buckets",
    accepts: ({ headers }) => headers["x-amz-target"] === undefined,
    handle: (request) => answer(request, shared),
    inspectAll: () => [...buckets.from("")].map(([, bucket]) => inspectBucket(bucket)),
    inspect: (name) => {
      const bucket = buckets.get(name);
      return bucket && inspectBucket(bucket);
    },
    gauges: () => [...buckets.from("")].flatMap(([, bucket]) => bucketGauges(bucket)),
    close: () => storage.close(),
  };
}

interface Shared extends Omit<S3Call, "request" | "ids"> {
  readonly storage: ObjectStorage;
  readonly baseHosts: readonly string[];
}

/** A request as far as it was understood, and what its answer is written with. */
interface Asked extends Pick<S3Request, "method" | "bucket" | "key"> {
  readonly operation: string;
  readonly wire: WireRequest;
  readonly shared: Shared;
  readonly ids: RequestIds;
}

function answer(wire: WireRequest, shared: Shared): WireAnswer | Promise<WireAnswer> {
  const ids = requestIds(shared.context.random);
  const { method } = wire;
  let asked: Asked = { operation: "unknown", method, bucket: "", key: "", wire, shared, ids };
  let call: S3Call;
  let operation: Operation;
  try {
    const parsed = parseRequest(wire, shared.baseHosts);
    const { bucket, key } = parsed;
    asked = { operation: "unknown", method, bucket, key, wire, shared, ids };
    const { engine, limits, rates, events, context } = shared;
    const request = authorized(parsed, shared);
    // Written out, as all in the way of each request: copying an object takes a microsecond.
    call = { request, engine, limits, rates, context, events, ids };
    operation = operationFor(request);
    asked = { operation: operation.name, method, bucket, key, wire, shared, ids };
  } catch (error) {
    return failed(error, asked);
  }
  const site = { service: "s3", operation: operation.name, resource: asked.bucket } as const;
  return answerCall(shared.context, site, {
    work: () => committed(shared.storage, carriedOut(operation, call, asked)),
    refuse: (error) => failed(faultError(error), asked),
  });
}

function carriedOut({ rate, action }: Operation, call: S3Call, asked: Asked): WireAnswer {
  try {
    checkBucketOwner(call.request, call.context);
    if (rate !== "none") takeRate(call, rate);
    return finished(action(call), asked);
  } catch (error) {
    return failed(error, asked);
  }
}

/** @throws what is no error of the service. */
function failed(error: unknown, asked: Asked): WireAnswer {
  if (!(error instanceof S3Error)) throw error;
  return finished(errorResponse(error, asked, asked.ids), asked, error.code);
}

/** Adds to an answer what all have in common. */
function finished(response: S3Answer, asked: Asked, errorCode?: string): WireAnswer {
  const { operation, bucket, ids } = asked;
  const { status, headers } = response;
  if (bucket !== "") addBucketHeaders(headers, asked);
  headers["x-amz-request-id"] = ids.requestId;
  headers["x-amz-id-2"] = ids.hostId;
  headers["server"] = "AmazonS3";
  const about = { operation, resource: bucket === "" ? undefined : bucket, errorCode };
  return "pieces" in response
    ? { status, headers, pieces: response.pieces, about }
    : { status, headers, body: response.body, about };
}

/** Nearly every request has at most the SDK's `x-id` in its query. */
function authorized(request: S3Request, { context, limits }: Shared): S3Request {
  if (request.query.size < 2) return request;
  return readPresigned(request, context.clock.epochMs(), limits);
}

function takeRate({ request, rates }: S3Call, rate: RateClass): void {
  rates.take(rate, request.bucket, request.key || (request.query.get("prefix") ?? ""));
}

/** Where the bucket is, for a request about the bucket; and what lets a browser see the answer. */
function addBucketHeaders(
  headers: Record<string, string>,
  { bucket: name, key, method, wire, shared }: Asked,
): void {
  const ofBucket = key === "" && (method === "GET" || method === "HEAD");
  const fromElsewhere = wire.headers["origin"] !== undefined;
  if (!ofBucket && !fromElsewhere) return;
  const bucket = shared.engine.buckets.get(name);
  if (!bucket) return;
  if (ofBucket) headers["x-amz-bucket-region"] = bucket.region;
  if (fromElsewhere) Object.assign(headers, corsHeaders(bucket, method, wire.headers));
}

/** There is one account, and it owns all buckets. */
function checkBucketOwner({ headers }: S3Request, { accountId }: EngineContext): void {
  for (const name of ["x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner"]) {
    if ((headers[name] ?? accountId) !== accountId) throw new S3Error("AccessDenied");
  }
}
