import type { EngineContext } from "../../context.ts";
import type { S3Engine } from "../engine.ts";
import type { S3Limits } from "../../../core/limits/s3.ts";
import type { BucketEvents } from "../notifications/bucket-events.ts";
import type { S3Request } from "../protocol/request.ts";
import type { RequestIds, S3Answer } from "../protocol/response.ts";
import type { RequestRates } from "../request-rate.ts";

/** One request, and all that an action may need to answer it. */
export interface S3Call {
  readonly request: S3Request;
  readonly engine: S3Engine;
  readonly limits: S3Limits;
  readonly rates: RequestRates;
  readonly context: EngineContext;
  readonly events: BucketEvents;
  /** Of this request. */
  readonly ids: RequestIds;
}

/** Answers one operation, or throws S3Error. */
export type Action = (call: S3Call) => S3Answer;
