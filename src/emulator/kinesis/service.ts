import type { EngineContext } from "../context.ts";
import { awsJsonAnswer, awsJsonError, operationOf, toAwsJson } from "../wire/aws-json.ts";
import type { WireRequest, WireResponse, WireService } from "../wire/http.ts";
import type { GetRecordsResult } from "./actions/get-records.ts";
import { KinesisEngine } from "./engine.ts";
import { KinesisError, type KinesisErrorCode } from "./errors.ts";
import type { KinesisLimits } from "../../core/limits/kinesis.ts";
import { getRecordsJson } from "./records-json.ts";

const targetPrefix = "Kinesis_20131202.";
const contentType = "application/x-amz-json-1.1";

const statusOf: Readonly<Record<KinesisErrorCode, number>> = {
  ExpiredIteratorException: 400,
  ExpiredNextTokenException: 400,
  InvalidArgumentException: 400,
  NotImplementedException: 501,
  ProvisionedThroughputExceededException: 400,
  ResourceInUseException: 400,
  ResourceNotFoundException: 400,
  SerializationException: 400,
  UnknownOperationException: 400,
  ValidationException: 400,
};

/** Outputs with a writer of their own: those that are large and plain. */
const writers: ReadonlyMap<string, (output: object) => string | Buffer> = new Map([
  ["GetRecords", (output: object) => getRecordsJson(output as GetRecordsResult)],
  // Texts and numbers only: nothing to bring to the protocol's form.
  ["PutRecords", (output: object) => JSON.stringify(output)],
]);

/** Kinesis Data Streams over AWS JSON 1.1. */
export function createKinesisService(
  context: EngineContext,
  limits: Partial<KinesisLimits> = {},
): WireService {
  const engine = new KinesisEngine({ context, limits });
  return {
    accepts: (request) => operationOf(request.headers, targetPrefix) !== undefined,
    handle: (request) => answer(engine, request, context),
  };
}

function answer(engine: KinesisEngine, request: WireRequest, context: EngineContext): WireResponse {
  const frame = { contentType, random: context.random };
  try {
    const operation = operationOf(request.headers, targetPrefix) ?? "";
    const output = engine.call(operation, readBody(request));
    const write = writers.get(operation) ?? toAwsJson;
    return awsJsonAnswer(output === undefined ? "" : write(output), frame);
  } catch (error) {
    if (!(error instanceof KinesisError)) throw error;
    const { code, message } = error;
    return awsJsonError({ status: statusOf[code], code, message }, frame);
  }
}

function readBody(request: WireRequest): unknown {
  if (request.headers["content-type"]?.startsWith("application/x-amz-cbor")) {
    throw new KinesisError(
      "NotImplementedException",
      "The CBOR protocol is not implemented by this emulator: " +
        "switch it off in the client (aws.cborEnabled=false).",
    );
  }
  try {
    return JSON.parse(request.body.toString());
  } catch {
    throw new KinesisError("SerializationException", "The body is not JSON.");
  }
}
