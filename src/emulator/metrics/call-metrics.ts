import type { ObservedCall } from "../wire/dispatch.ts";
import type { CountName, ValueName } from "./catalogue.ts";
import type { Meter } from "./meter.ts";

type Answered = "GetRecords" | "PutRecord" | "PutRecords";
const answered: readonly string[] = ["GetRecords", "PutRecord", "PutRecords"];
/** There is a subscription already, or there were too many calls. */
const subscribedTooOften: ReadonlySet<string | undefined> = new Set([
  "ResourceInUseException",
  "LimitExceededException",
]);

/** The CloudWatch metrics that follow from a call alone, whatever it was about. */
export function observeCall(call: ObservedCall, meter: Meter): void {
  if (call.resource === undefined) return;
  if (call.service === "kinesis") observeKinesis(call, call.resource, meter);
  else if (call.service === "s3") observeS3(call, call.resource, meter);
}

function observeKinesis(call: ObservedCall, stream: string, meter: Meter): void {
  const { operation, errorCode } = call;
  const isGood = errorCode === undefined;
  if (operation === "SubscribeToShard") {
    meter.count("SubscribeToShard.Success", stream, isGood ? 1 : 0);
    if (subscribedTooOften.has(errorCode)) meter.count("SubscribeToShard.RateExceeded", stream, 1);
    return;
  }
  if (!answered.includes(operation)) return;
  const name = operation as Answered;
  meter.count(`${name}.Success` satisfies CountName, stream, isGood ? 1 : 0);
  meter.observe(`${name}.Latency` satisfies ValueName, stream, call.durationUs / 1_000);
  if (errorCode === "ProvisionedThroughputExceededException") {
    const side = name === "GetRecords" ? "Read" : "Write";
    meter.count(`${side}ProvisionedThroughputExceeded` satisfies CountName, stream, 1);
  }
}

const s3Methods: Readonly<Record<string, CountName>> = {
  GET: "GetRequests",
  PUT: "PutRequests",
  DELETE: "DeleteRequests",
  HEAD: "HeadRequests",
  POST: "PostRequests",
};

function observeS3(call: ObservedCall, bucket: string, meter: Meter): void {
  meter.count("AllRequests", bucket, 1);
  const byMethod = call.operation.startsWith("List") ? "ListRequests" : s3Methods[call.method];
  if (byMethod) meter.count(byMethod, bucket, 1);
  meter.count("BytesUploaded", bucket, call.requestBytes);
  meter.count("BytesDownloaded", bucket, call.responseBytes);
  if (call.status >= 500) meter.count("5xxErrors", bucket, 1);
  else if (call.status >= 400) meter.count("4xxErrors", bucket, 1);
  meter.observe("TotalRequestLatency", bucket, call.durationUs / 1_000);
}
