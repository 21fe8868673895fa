import { createHash } from "node:crypto";
import { faultRulesSchema } from "../../src/core/fault-rule.ts";
import type { z } from "zod";
import type { EmulatedService } from "../../src/emulator/emulated-service.ts";
import type { EngineContext } from "../../src/emulator/context.ts";
import { Faults } from "../../src/emulator/faults/faults.ts";
import { createKinesisService } from "../../src/emulator/kinesis/service.ts";
import { createS3Service } from "../../src/emulator/s3/service.ts";
import { createSqsService } from "../../src/emulator/sqs/service.ts";
import type { WireAnswer } from "../../src/emulator/wire/http.ts";
import { engineContext } from "./engine-context.ts";
import { unmeteredControlPlane } from "./unmetered-control-plane.ts";
import { VirtualTime } from "./virtual-time.ts";

/** Rules as a configuration has them. */
export type FaultRules = z.input<typeof faultRulesSchema>;

export type Protocol = "kinesis" | "sqs" | "sqs query" | "s3";

/** One call: of S3 `target` is the request line, as in `GET /bucket/key`. */
export interface Asked {
  readonly operation: string;
  readonly input?: Readonly<Record<string, unknown>> | string;
}

/** What a call was answered, as a test wants to compare it. */
export interface Told {
  /** `cut` where the connection was closed in place of an answer. */
  readonly status: number | "cut";
  readonly code: string | undefined;
  readonly body: string;
  readonly about: unknown;
}

export const QueueUrl = "http://127.0.0.1:4566/000000000000/q";

/**
 * The three services without a server under a clock that stands still: a stream `s` of two shards,
 * a queue `q`, a FIFO queue `q.fifo` and a bucket `bkt`, made before the faults are set.
 */
export function faultedServices(rules: FaultRules = [], changed: Partial<EngineContext> = {}) {
  const time = new VirtualTime();
  const faults = new Faults({ clock: time.clock, seed: 1 });
  const context = engineContext({ faults, ...changed }, time);
  const kinesis = createKinesisService(context, {
    ...unmeteredControlPlane,
    writeRecordsPerSecondPerShard: 1e9,
    writeBytesPerSecondPerShard: 1e9,
    getRecordsPerSecondPerShard: 1e9,
  });
  const sqs = createSqsService(context);
  const s3 = createS3Service(context, {}, { queues: sqs.queues });
  const services: Readonly<Record<Protocol, EmulatedService>> = {
    kinesis,
    sqs,
    "sqs query": sqs,
    s3,
  };
  const ask = (protocol: Protocol, asked: Asked) =>
    services[protocol].handle(requestOf(protocol, asked));
  /** For calls that are answered at once. */
  const call = (protocol: Protocol, operation: string, input: Asked["input"] = {}) =>
    told(ask(protocol, { operation, input }) as WireAnswer);
  /** For calls that faults may have to do with: time does not move. */
  const asking = async (protocol: Protocol, operation: string, input: Asked["input"] = {}) =>
    told(await ask(protocol, { operation, input }));
  call("kinesis", "CreateStream", { StreamName: "s", ShardCount: 2 });
  call("sqs", "CreateQueue", { QueueName: "q" });
  call("sqs", "CreateQueue", { QueueName: "q.fifo", Attributes: { FifoQueue: "true" } });
  call("s3", "PUT /bkt");
  const set = (wanted: FaultRules) => faults.set(faultRulesSchema.parse(wanted));
  set(rules);
  return { time, faults, services, ask, call, asking, set };
}

function requestOf(protocol: Protocol, { operation, input = {} }: Asked) {
  const json = typeof input === "string" ? input : JSON.stringify(input);
  const common = { origin: "http://127.0.0.1:4566", signal: new AbortController().signal };
  const host = "127.0.0.1:4566";
  if (protocol === "s3") {
    const [method = "", target = ""] = operation.split(" ");
    const body = Buffer.from(typeof input === "string" ? input : "");
    const headers = { host, "content-md5": createHash("md5").update(body).digest("base64") };
    return { ...common, method, target, headers, body };
  }
  if (protocol === "sqs query") {
    const form = new URLSearchParams({ Action: operation, Version: "2012-11-05" });
    for (const [name, value] of Object.entries(input)) form.set(name, String(value));
    const headers = { host, "content-type": "application/x-www-form-urlencoded" };
    return { ...common, method: "POST", target: "/", headers, body: Buffer.from(String(form)) };
  }
  const headers = {
    host,
    "content-type":
      protocol === "kinesis" ? "application/x-amz-json-1.1" : "application/x-amz-json-1.0",
    "x-amz-target": `${protocol === "kinesis" ? "Kinesis_20131202" : "AmazonSQS"}.${operation}`,
  };
  return { ...common, method: "POST", target: "/", headers, body: Buffer.from(json) };
}

function told(answer: WireAnswer): Told {
  if (!("status" in answer))
    return { status: "cut", code: undefined, body: "", about: answer.about };
  const body = "body" in answer ? answer.body.toString() : "";
  const code =
    answer.headers["x-amzn-errortype"] ??
    /"__type":"(?:[^"#]*#)?([^"]*)"/.exec(body)?.[1] ??
    /<Code>([^<]*)<\/Code>/.exec(body)?.[1];
  return { status: answer.status, code, body, about: answer.about };
}
