import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../../core/clock.ts";
import type { WireRequest } from "../wire/http.ts";
import { refuseUnsigned } from "./signature.ts";

const credentials = { AKIDEXAMPLE: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const signedAt = new Date(Date.UTC(2026, 10, 21, 12, 0, 0));

class Sha256 {
  #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash("sha256")
        : createHmac("sha256", typeof secret === "string" ? secret : Buffer.from(secret as never));
  }
  update(data: Uint8Array | string) {
    this.#hash.update(data);
  }
  digest() {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
  reset() {}
}

interface Asked {
  readonly service?: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly how?: "header" | "presigned";
  readonly secret?: string;
}

/** A request as the SDK's own signer would sign it. */
async function signed(asked: Asked): Promise<WireRequest> {
  const { service = "kinesis", method = "POST", path = "/", query = {}, body = "" } = asked;
  const signer = new SignatureV4({
    service,
    region: "us-east-1",
    credentials: {
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: asked.secret ?? credentials.AKIDEXAMPLE,
    },
    sha256: Sha256,
    uriEscapePath: service !== "s3",
  });
  const request: Parameters<SignatureV4["presign"]>[0] = {
    method,
    protocol: "http:",
    hostname: "localhost",
    port: 4566,
    path,
    query,
    headers: { host: "localhost:4566", ...asked.headers },
    body,
  };
  const options = { signingDate: signedAt };
  const out =
    asked.how === "presigned"
      ? await signer.presign(request, { ...options, expiresIn: 60 })
      : await signer.sign(request, options);
  const encoded = Object.entries(out.query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  return {
    method,
    target: path + (encoded.length > 0 ? `?${encoded.join("&")}` : ""),
    headers: out.headers,
    body: Buffer.from(body),
    origin: "http://localhost:4566",
    signal: new AbortController().signal,
  };
}

function judge(request: WireRequest, afterMs = 0): string {
  const clock = new VirtualClock(signedAt.getTime() + afterMs);
  return refuseUnsigned(request, credentials, clock)?.code ?? "good";
}

const presigned: Asked = {
  service: "s3",
  method: "GET",
  path: "/b/k",
  how: "presigned",
  headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
};

describe("a signature of version 4", () => {
  it.each<[string, Asked]>([
    ["of Kinesis", { headers: { "x-amz-target": "Kinesis_20131202.ListStreams" }, body: "{}" }],
    ["of SQS, to a queue's path", { service: "sqs", path: "/000000000000/q.fifo", body: "a=b" }],
    ["of S3, with a key to encode", { service: "s3", method: "GET", path: "/b/a%20%C3%B1%2Bc/d" }],
    [
      "with a query",
      { service: "s3", method: "GET", path: "/b", query: { "list-type": "2", p: "a/b c" } },
    ],
    ["presigned", presigned],
  ])("is good, %s", async (_name, asked) => {
    expect(judge(await signed(asked))).toBe("good");
  });

  it("is bad with another secret, body, path or header", async () => {
    const asked = { headers: { "x-amz-target": "Kinesis_20131202.ListStreams" }, body: "{}" };
    expect(judge(await signed({ ...asked, secret: "other" }))).toBe("InvalidSignatureException");
    const good = await signed(asked);
    expect(judge({ ...good, body: Buffer.from('{"Limit":1}') })).toBe("InvalidSignatureException");
    expect(judge({ ...good, target: "/other" })).toBe("InvalidSignatureException");
    const headers = { ...good.headers, host: "other:1" };
    expect(judge({ ...good, headers })).toBe("InvalidSignatureException");
    const s3 = await signed({ service: "s3", method: "GET", path: "/b/k" });
    expect(judge({ ...s3, target: "/b/other" })).toBe("SignatureDoesNotMatch");
  });

  it("is good for a quarter of an hour, and presigned for as long as it says", async () => {
    const request = await signed({});
    expect([judge(request, 899_000), judge(request, 901_000), judge(request, -901_000)]).toEqual([
      "good",
      "InvalidSignatureException",
      "InvalidSignatureException",
    ]);
    const url = await signed(presigned);
    expect([judge(url, 59_000), judge(url, 61_000)]).toEqual(["good", "AccessDenied"]);
  });

  it("has to be there, and of a known key", async () => {
    const request = await signed({});
    expect(judge({ ...request, headers: {} })).toBe("AccessDenied");
    const target = { "x-amz-target": "Kinesis_20131202.ListStreams" };
    expect(judge({ ...request, headers: target })).toBe("MissingAuthenticationTokenException");
    const authorization = (request.headers["authorization"] ?? "").replace("AKIDEXAMPLE", "AKID2");
    const headers = { ...request.headers, authorization };
    expect(judge({ ...request, headers })).toBe("UnrecognizedClientException");
  });
});
