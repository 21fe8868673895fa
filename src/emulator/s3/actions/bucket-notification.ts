import { receiveXml } from "../configurations/documents.ts";
import { S3Error } from "../errors.ts";
import { readNotification, writeNotification } from "../notifications/configuration.ts";
import type { Destination } from "../notifications/configuration.ts";
import type { QueuePort } from "../notifications/bucket-events.ts";
import { emptyResponse, xmlResponse } from "../protocol/response.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";

export const getBucketNotification: Action = ({ request, engine }) => {
  const { configurations } = engine.bucket(request.bucket);
  const document = configurations.get("notification")?.document;
  return xmlResponse(document ?? xmlDocument("NotificationConfiguration"));
};

/** Also sends each queue a test event. Topics and functions are stored, but not looked for. */
export const putBucketNotification: Action = ({ request, engine, events, ids, context }) => {
  const bucket = engine.bucket(request.bucket);
  const newId = (): string => context.random.uint32().toString(16).padStart(8, "0");
  const configuration = readNotification(receiveXml(request), newId);
  const queues = configuration.destinations.filter(({ kind }) => kind === "QueueConfiguration");
  if (request.headers["x-amz-skip-destination-validation"]?.toLowerCase() !== "true") {
    checkQueues(queues, events.queues);
  }
  for (const { arn } of queues) events.publishTest(bucket, arn, ids);
  const isEmpty = configuration.destinations.length === 0 && !configuration.eventBridge;
  const stored = isEmpty ? undefined : { document: writeNotification(configuration) };
  engine.setConfiguration(bucket, "notification", stored);
  return emptyResponse(200);
};

/** Throws InvalidArgument with one pair of details for each queue that cannot be told. */
function checkQueues(destinations: readonly Destination[], queues: QueuePort): void {
  const detail: Record<string, string> = {};
  let failures = 0;
  for (const { arn } of destinations) {
    const isFifo = arn.endsWith(".fifo");
    if (!isFifo && queues.exists(arn)) continue;
    failures++;
    detail[`ArgumentName${failures}`] = arn;
    detail[`ArgumentValue${failures}`] = isFifo
      ? "The destination queue is a FIFO queue, which is not supported"
      : "The destination queue does not exist";
  }
  if (failures === 0) return;
  const reason = "Unable to validate the following destination configurations";
  throw new S3Error("InvalidArgument", detail, reason);
}
