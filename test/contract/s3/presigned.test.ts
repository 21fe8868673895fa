import { createHash, createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import * as s3 from "@aws-sdk/client-s3";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contractTarget, type ContractTarget } from "../../support/contract-target.ts";

let target: ContractTarget;
let client: s3.S3Client;
let Bucket = "";

beforeAll(async () => {
  target = await contractTarget();
  client = new s3.S3Client({ ...target.client, forcePathStyle: true });
  Bucket = target.unique("presigned");
  await client.send(new s3.CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  const { Contents = [] } = await client.send(new s3.ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await client.send(new s3.DeleteObjectCommand({ Bucket, Key }));
  await client.send(new s3.DeleteBucketCommand({ Bucket }));
  client.destroy();
  await target.stop();
});

class Sha256 {
  #data: Buffer = Buffer.alloc(0);
  readonly #key: Uint8Array | undefined;
  constructor(key?: Uint8Array) {
    this.#key = key;
  }
  update(data: Uint8Array): void {
    this.#data = Buffer.concat([this.#data, data]);
  }
  async digest(): Promise<Uint8Array> {
    const hash = this.#key ? createHmac("sha256", this.#key) : createHash("sha256");
    return hash.update(this.#data).digest();
  }
}

interface Presigned {
  readonly method: string;
  readonly key: string;
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly signedAt?: Date;
  readonly seconds?: number;
}

/** A presigned URL as the SDK's presigner makes it. */
async function presign(asked: Presigned): Promise<string> {
  const endpoint = await client.config.endpoint?.();
  const { protocol, hostname, port } = endpoint ?? {
    protocol: "https:",
    hostname: `s3.${target.region}.amazonaws.com`,
    port: undefined,
  };
  const signer = new SignatureV4({
    credentials: client.config.credentials,
    region: target.region,
    service: "s3",
    sha256: Sha256 as never,
    uriEscapePath: false,
  });
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  const unsigned = new HttpRequest({
    method: asked.method,
    protocol,
    hostname,
    ...(port !== undefined && { port }),
    path: `/${Bucket}/${asked.key}`,
    query: asked.query ?? {},
    headers: { host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD", ...asked.headers },
  });
  const { query, path } = await signer.presign(unsigned, {
    expiresIn: asked.seconds ?? 60,
    signingDate: asked.signedAt ?? new Date(Date.now()),
  });
  const url = new URL(`${protocol}//${host}${path}`);
  for (const [name, value] of Object.entries(query ?? {})) {
    url.searchParams.set(name, String(value));
  }
  return url.href;
}

describe("a presigned URL", () => {
  test("uploads, with the headers that are in it, and downloads", async () => {
    const put = await presign({
      method: "PUT",
      key: "a",
      headers: { "x-amz-meta-who": "browser", "x-amz-tagging": "a=1" },
    });
    expect(new URL(put).searchParams.get("x-amz-meta-who")).toBe("browser");
    expect((await fetch(put, { method: "PUT", body: "hello" })).status).toBe(200);
    const head = await client.send(new s3.HeadObjectCommand({ Bucket, Key: "a" }));
    expect(head.Metadata).toEqual({ who: "browser" });
    const query = { "response-content-type": "text/html" };
    const got = await fetch(await presign({ method: "GET", key: "a", query }));
    expect(got.headers.get("content-type")).toBe("text/html");
    expect(await got.text()).toBe("hello");
  });

  test("is good until it is out of date", async () => {
    const signedAt = new Date(Date.now() - 120_000);
    const answer = await fetch(await presign({ method: "GET", key: "a", signedAt, seconds: 60 }));
    const body = await answer.text();
    expect(answer.status).toBe(403);
    expect(body).toContain("<Code>AccessDenied</Code><Message>Request has expired</Message>");
    expect(body).toMatch(/<X-Amz-Expires>60<\/X-Amz-Expires><Expires>.*<\/Expires><ServerTime>/);
  });

  test("lacks no parameter", async () => {
    const url = new URL(await presign({ method: "GET", key: "a" }));
    url.searchParams.delete("X-Amz-Date");
    expect(await (await fetch(url)).text()).toContain("AuthorizationQueryParametersError");
  });
});

test("a client that waits for a go-ahead gets one", async () => {
  const url = await presign({ method: "PUT", key: "waited" });
  const outcome = await new Promise<string>((resolve, reject) => {
    const headers = { expect: "100-continue", "content-length": "5" };
    const request = httpRequest(url, { method: "PUT", headers });
    let isContinued = false;
    request.on("continue", () => {
      isContinued = true;
      request.end("hello");
    });
    request.on("response", (response) => {
      response.resume();
      resolve(`${isContinued} ${response.statusCode}`);
    });
    request.on("error", reject);
    request.flushHeaders();
  });
  expect(outcome).toBe("true 200");
});
