import { VirtualClock } from "../../src/core/clock.ts";
import type { S3Limits } from "../../src/core/limits/s3.ts";
import { createS3Service } from "../../src/emulator/s3/service.ts";
import type { WireResponse, WireService } from "../../src/emulator/wire/http.ts";
import { engineContext } from "./engine-context.ts";

interface Sent {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An S3 service without a server, under a clock that stands still, with an empty bucket `bkt`. */
export interface S3Wire {
  readonly clock: VirtualClock;
  readonly service: WireService;
  /** `line` as in `GET /bucket/key?query`. */
  send(line: string, sent?: Sent): WireResponse;
}

export function s3Wire(limits: Partial<S3Limits> = {}, region = "eu-west-1"): S3Wire {
  const clock = new VirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
  const context = engineContext({ clock, region });
  const service = createS3Service(context, limits);
  const send = (line: string, { body = "", headers = {} }: Sent = {}): WireResponse => {
    const [method = "", target = ""] = line.split(" ");
    return service.handle({
      method,
      target,
      headers: { host: "127.0.0.1:4566", ...headers },
      body: Buffer.from(body),
      origin: "http://127.0.0.1:4566",
      signal: new AbortController().signal,
    }) as WireResponse;
  };
  send("PUT /bkt");
  return { clock, service, send };
}

/** The status, and of an error its code and message: `404 NoSuchKey: The specified key …`. */
export function outcomeOf(response: WireResponse): string {
  const body = response.body.toString();
  const [, code] = /<Code>(.*?)<\/Code>/.exec(body) ?? [];
  const [, message] = /<Message>(.*?)<\/Message>/.exec(body) ?? [];
  return code === undefined ? String(response.status) : `${response.status} ${code}: ${message}`;
}
