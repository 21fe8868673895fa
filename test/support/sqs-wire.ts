import { createSqsService } from "../../src/emulator/sqs/service.ts";
import type { WireResponse } from "../../src/emulator/wire/http.ts";
import { engineContext } from "./engine-context.ts";

export const origin = "http://127.0.0.1:4566";
export const QueueUrl = `${origin}/000000000000/q`;
export const queueArn = "arn:aws:sqs:us-east-1:000000000000:q";

/** An SQS service without a server, under a clock that stands still, with an empty queue `q`. */
export function sqsWire() {
  const service = createSqsService(engineContext());
  const send = (operation: string, input: unknown, queryMode = "true") =>
    service.handle({
      method: "POST",
      target: "/",
      headers: { "x-amz-target": `AmazonSQS.${operation}`, "x-amzn-query-mode": queryMode },
      body: Buffer.from(typeof input === "string" ? input : JSON.stringify(input)),
      origin,
      signal: new AbortController().signal,
    }) as WireResponse;
  const call = (operation: string, input: unknown) => {
    const { status, body } = send(operation, input);
    return { status, ...JSON.parse(String(body)) };
  };
  call("CreateQueue", { QueueName: "q" });
  return { service, send, call };
}
