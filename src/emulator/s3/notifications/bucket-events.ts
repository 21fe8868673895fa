import type { S3Limits } from "../../../core/limits/s3.ts";
import type { EngineContext } from "../../context.ts";
import type { Bucket } from "../objects.ts";
import type { RequestIds } from "../protocol/response.ts";
import { urlEncodeKey } from "../protocol/xml-writer.ts";
import { storedDestinations } from "./configuration.ts";
import type { Destination } from "./configuration.ts";
import { typesMeet } from "./event.ts";
import type { ObjectEvent } from "./event.ts";

/** The queues that notifications go to. */
export interface QueuePort {
  exists(queueArn: string): boolean;
  deliver(queueArn: string, body: string): "delivered" | "no such queue";
}

/** For an S3 that stands alone. */
export const noQueues: QueuePort = {
  exists: () => false,
  deliver: () => "no such queue",
};

/**
 * Tells queues of what happens in buckets. Topics, functions and EventBridge are not told: there
 * are none here. A notification that its queue cannot take is lost, as with S3.
 */
export class BucketEvents {
  readonly queues: QueuePort;
  readonly #context: EngineContext;
  readonly #limits: S3Limits;
  #lastSequence = 0;

  constructor(context: EngineContext, limits: S3Limits, queues: QueuePort) {
    this.#context = context;
    this.#limits = limits;
    this.queues = queues;
  }

  publish(bucket: Bucket, event: ObjectEvent, ids: RequestIds): void {
    const configuration = bucket.configurations.get("notification");
    if (!configuration) return;
    for (const destination of storedDestinations(configuration)) {
      if (destination.kind !== "QueueConfiguration" || !isFor(destination, event)) continue;
      const record = this.#recordOf(bucket, event, { ids, configurationId: destination.id });
      this.#send(destination.arn, JSON.stringify({ Records: [record] }));
    }
  }

  /** The message that S3 sends to a queue to try it. */
  publishTest(bucket: Bucket, queueArn: string, ids: RequestIds): void {
    const test = {
      Service: "Amazon S3",
      Event: "s3:TestEvent",
      Time: this.#now(),
      Bucket: bucket.name,
      RequestId: ids.requestId,
      HostId: ids.hostId,
    };
    this.#send(queueArn, JSON.stringify(test));
  }

  #send(queueArn: string, body: string): void {
    const { notificationDelayMs } = this.#limits;
    if (notificationDelayMs === 0) {
      this.queues.deliver(queueArn, body);
      return;
    }
    this.#context.after(notificationDelayMs, () => void this.queues.deliver(queueArn, body));
  }

  /** Source: S3 User Guide, "Event message structure". */
  #recordOf(
    bucket: Bucket,
    event: ObjectEvent,
    about: { readonly ids: RequestIds; readonly configurationId: string },
  ): unknown {
    const changesData = /^Object(?:Created|Removed):/.test(event.name);
    const { accountId } = this.#context;
    return {
      // Events that came later have a later version.
      eventVersion: changesData ? "2.1" : "2.3",
      eventSource: "aws:s3",
      awsRegion: bucket.region,
      eventTime: this.#now(),
      eventName: event.name,
      userIdentity: { principalId: `AWS:${accountId}` },
      requestParameters: { sourceIPAddress: "127.0.0.1" },
      responseElements: {
        "x-amz-request-id": about.ids.requestId,
        "x-amz-id-2": about.ids.hostId,
      },
      s3: {
        s3SchemaVersion: "1.0",
        configurationId: about.configurationId,
        bucket: {
          name: bucket.name,
          ownerIdentity: { principalId: accountId },
          arn: `arn:aws:s3:::${bucket.name}`,
        },
        object: {
          key: urlEncodeKey(event.key),
          size: event.sizeBytes,
          eTag: event.etag?.replaceAll('"', ""),
          versionId: event.versionId,
          sequencer: changesData ? this.#nextSequencer() : undefined,
        },
      },
    };
  }

  /** Eighteen hexadecimal digits that grow, also over a restart: they begin at the time. */
  #nextSequencer(): string {
    const nowUs = Math.floor(this.#context.clock.epochMs() * 1_000);
    this.#lastSequence = Math.max(this.#lastSequence + 1, nowUs);
    return this.#lastSequence.toString(16).toUpperCase().padStart(18, "0");
  }

  #now(): string {
    return new Date(this.#context.clock.epochMs()).toISOString();
  }
}

function isFor({ events, prefix, suffix }: Destination, { name, key }: ObjectEvent): boolean {
  if (!key.startsWith(prefix) || !key.endsWith(suffix)) return false;
  return events.some((type) => typesMeet(type, `s3:${name}`));
}
