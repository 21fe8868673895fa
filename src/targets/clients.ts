import { Agent as HttpAgent, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { NodeHttp2Handler, NodeHttpHandler } from "@smithy/node-http-handler";
import { SpareMemory } from "../core/spare-memory.ts";
import { collectedBody } from "./collected-body.ts";
import { kinesisCbor } from "./kinesis-cbor.ts";
import type { Target } from "./target.ts";

export interface Clients {
  readonly kinesis: KinesisClient;
  /** For SubscribeToShard alone: over HTTP/2, as the service wants it. */
  readonly subscriptions: KinesisClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  /**
   * Where the bodies of Kinesis calls are, except those of subscriptions. Who has no more use for
   * the data of records that were read may give it back.
   */
  readonly kinesisMemory: SpareMemory;
  destroy(): void;
}

/** Of bodies that are done with. */
const spareBytesMax = 67_108_864;

const socketsMax = 64;

/** A target that hangs must not hang the run. Long polls end well before. */
const timeouts = {
  connectionTimeout: 5_000,
  requestTimeout: 30_000,
  throwOnRequestTimeout: true,
} as const;

/**
 * The SDK's clients for a target, over HTTP/1.1 with connections kept alive: for batches of records
 * it takes a quarter less CPU than HTTP/2, which is for subscriptions alone. Kinesis clients do not
 * retry by themselves (`maxAttempts: 1`): each attempt is to be seen and counted.
 */
export function createClients(target: Target): Clients {
  const options = { keepAlive: true, maxSockets: socketsMax };
  const httpAgent = new HttpAgent(options);
  const httpsAgent = new HttpsAgent(options);
  const common = {
    ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
    region: target.region,
    // Otherwise each call puts the chain of its steps together anew: a quarter of its time.
    cacheMiddleware: true,
    requestHandler: new NodeHttpHandler({ httpAgent, httpsAgent, ...timeouts }),
    ...(target.kind === "embedded" ? { credentials, signer: noSigner } : {}),
  };
  // At AWS, JSON: that is what the SDK speaks there in production.
  const kinesisMemory = new SpareMemory(spareBytesMax);
  const protocol = target.kind === "embedded" ? { protocol: kinesisCbor(kinesisMemory) } : {};
  const kinesis = new KinesisClient({
    ...common,
    ...protocol,
    streamCollector: (body: IncomingMessage) => collectedBody(body, kinesisMemory),
    maxAttempts: 1,
  });
  giveBackBodies(kinesis, kinesisMemory);
  const subscriptions = new KinesisClient({
    ...common,
    requestHandler: new NodeHttp2Handler({ requestTimeout: timeouts.requestTimeout }),
    maxAttempts: 1,
  });
  // The envelope's digest covers each record from end to end; MD5 on the way would be paid twice.
  const sqs = new SQSClient({ ...common, md5: false });
  const s3 = new S3Client({ ...common, forcePathStyle: target.endpoint !== undefined });
  for (const { middlewareStack } of [kinesis, subscriptions, sqs, s3]) {
    for (const name of unneeded) middlewareStack.remove(name);
  }
  return {
    kinesis,
    subscriptions,
    sqs,
    s3,
    kinesisMemory,
    destroy() {
      for (const client of [kinesis, subscriptions, sqs, s3]) client.destroy();
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** The embedded emulator takes any credentials, and no signature: signing is a sixth of a call. */
const credentials = { accessKeyId: "aforo", secretAccessKey: "aforo" };
const noSigner = { sign: async <T>(request: T): Promise<T> => request };

/** Steps of each call that log, or describe the client to the service: nobody reads that here. */
const unneeded = ["loggerMiddleware", "getUserAgentMiddleware", "recursionDetectionMiddleware"];

/**
 * The body of a call that was answered is not looked at any more. That of one that failed may be on
 * its way yet.
 */
function giveBackBodies({ middlewareStack }: KinesisClient, memory: SpareMemory): void {
  middlewareStack.add(
    (next) => async (args) => {
      const answered = await next(args);
      const { body } = args.request as { readonly body?: unknown };
      if (body instanceof Uint8Array) memory.giveBack(body);
      return answered;
    },
    { step: "finalizeRequest", name: "giveBackBodies" },
  );
}
