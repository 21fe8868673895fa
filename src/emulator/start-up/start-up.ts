import { AforoError } from "../../core/errors.ts";
import { partsOf, type WireAnswer, type WireRequest, type WireService } from "../wire/http.ts";
import { element, textElement } from "../wire/xml.ts";
import type { ResourceSettings } from "./resources.ts";

export interface StartUpOptions {
  readonly services: readonly WireService[];
  readonly region: string;
  readonly accountId: string;
  /** Waits while a stream is in a transition. */
  readonly wait: (ms: number) => Promise<void>;
}

interface Asked {
  /** What it is for, in an error. */
  readonly what: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** AWS's codes for what is there already: after a restart on a data directory most is. */
const alreadyThere = /ResourceInUseException|QueueNameExists|BucketAlreadyOwnedByYou/;
const inTransition = /not ACTIVE/;

/**
 * Makes the streams, queues and buckets of a configuration, by the same requests as a client would:
 * what AWS would refuse is refused.
 *
 * @throws AforoError where one is.
 */
export async function createResources(
  resources: ResourceSettings,
  options: StartUpOptions,
): Promise<void> {
  for (const asked of requestsFor(resources, options)) {
    for (;;) {
      const said = await ask(asked, options.services);
      if (said === "done" || alreadyThere.test(said)) break;
      if (!inTransition.test(said)) {
        throw new AforoError("usage", `${asked.what} cannot be made: ${said}`);
      }
      await options.wait(50);
    }
  }
}

function* requestsFor(
  { streams, queues, buckets }: ResourceSettings,
  { region, accountId }: StartUpOptions,
): Generator<Asked> {
  const queueArn = (queue: string) => `arn:aws:sqs:${region}:${accountId}:${queue}`;
  for (const { name, shards, retention, consumers } of streams) {
    const mode = { StreamModeDetails: { StreamMode: "ON_DEMAND" } };
    const size = shards === undefined ? mode : { ShardCount: shards };
    const what = `the stream ${name}`;
    yield kinesis(what, "CreateStream", { StreamName: name, ...size });
    const hours = Math.round((retention ?? 0) / 3_600_000);
    if (hours > 24) {
      const input = { StreamName: name, RetentionPeriodHours: hours };
      yield kinesis(`${what}'s retention`, "IncreaseStreamRetentionPeriod", input);
    }
    const StreamARN = `arn:aws:kinesis:${region}:${accountId}:stream/${name}`;
    for (const consumer of consumers) {
      const input = { StreamARN, ConsumerName: consumer };
      yield kinesis(`the consumer ${consumer} of ${name}`, "RegisterStreamConsumer", input);
    }
  }
  // A dead-letter queue has to be there before the queue that names it.
  const targets = new Set(queues.map((queue) => queue.deadLetter?.queue));
  const ordered = queues.toSorted((a, b) => rank(a.name) - rank(b.name));
  function rank(name: string): number {
    return targets.has(name) ? 0 : 1;
  }
  for (const { name, attributes, deadLetter } of ordered) {
    const RedrivePolicy = deadLetter && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueArn(deadLetter.queue),
        maxReceiveCount: deadLetter.receiveCount,
      }),
    };
    const fifo = name.endsWith(".fifo") ? { FifoQueue: "true" } : {};
    const Attributes = { ...fifo, ...attributes, ...RedrivePolicy };
    yield sqs(`the queue ${name}`, "CreateQueue", { QueueName: name, Attributes });
  }
  for (const { name, versioning, notify } of buckets) {
    yield s3(`the bucket ${name}`, `/${name}`, bucketBody(region));
    if (versioning) {
      const body = element("VersioningConfiguration", textElement("Status", "Enabled"));
      yield s3(`the versioning of ${name}`, `/${name}?versioning`, body);
    }
    if (notify.length > 0) {
      const body = notificationBody(notify, queueArn);
      yield s3(`the notifications of ${name}`, `/${name}?notification`, body);
    }
  }
}

function kinesis(what: string, operation: string, input: object): Asked {
  return awsJson(what, `Kinesis_20131202.${operation}`, { version: "1.1", input });
}

function sqs(what: string, operation: string, input: object): Asked {
  return awsJson(what, `AmazonSQS.${operation}`, { version: "1.0", input });
}

function awsJson(
  what: string,
  target: string,
  { version, input }: { readonly version: string; readonly input: object },
): Asked {
  const headers = {
    "x-amz-target": target,
    "content-type": `application/x-amz-json-${version}`,
  };
  return { what, method: "POST", target: "/", headers, body: JSON.stringify(input) };
}

function s3(what: string, target: string, body: string): Asked {
  return { what, method: "PUT", target, headers: {}, body };
}

/** Buckets of us-east-1 have no location constraint. */
function bucketBody(region: string): string {
  if (region === "us-east-1") return "";
  return element("CreateBucketConfiguration", textElement("LocationConstraint", region));
}

function notificationBody(
  notify: ResourceSettings["buckets"][number]["notify"],
  queueArn: (queue: string) => string,
): string {
  const configurations = notify.map(({ queue, events, prefix, suffix }) => {
    const rules = Object.entries({ prefix, suffix }).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [element("FilterRule", textElement("Name", name), textElement("Value", value))],
    );
    return element(
      "QueueConfiguration",
      textElement("Queue", queueArn(queue)),
      ...events.map((event) => textElement("Event", event)),
      rules.length === 0 ? "" : element("Filter", element("S3Key", ...rules)),
    );
  });
  return element("NotificationConfiguration", ...configurations);
}

/** `done`, or what the service said instead. */
async function ask(asked: Asked, services: readonly WireService[]): Promise<string> {
  const request: WireRequest = {
    method: asked.method,
    target: asked.target,
    headers: { host: "localhost", ...asked.headers },
    body: Buffer.from(asked.body),
    origin: "http://localhost",
    signal: new AbortController().signal,
  };
  const service = services.find((candidate) => candidate.accepts(request));
  const answer: WireAnswer | undefined = await service?.handle(request);
  if (!answer || !("body" in answer)) return "no answer";
  return answer.status < 300 ? "done" : Buffer.concat(partsOf(answer.body)).toString();
}
