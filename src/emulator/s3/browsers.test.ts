import { beforeEach, describe, expect, test } from "vitest";
import { outcomeOf, s3Wire } from "../../../test/support/s3-wire.ts";
import type { S3Wire } from "../../../test/support/s3-wire.ts";

let wire: S3Wire;
const send: S3Wire["send"] = (line, sent) => wire.send(line, sent);

beforeEach(() => {
  wire = s3Wire();
});

describe("presigned URLs", () => {
  // The wire's clock stands at 2026-01-02T03:04:05Z.
  const signed = (changed: Record<string, string | undefined> = {}): string => {
    const query = new URLSearchParams();
    const parameters = {
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": "test/20260102/eu-west-1/s3/aws4_request",
      "X-Amz-Date": "20260102T030305Z",
      "X-Amz-Expires": "61",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": "0".repeat(64),
      ...changed,
    };
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) query.set(name, value);
    }
    return query.toString();
  };
  const malformed = "400 AuthorizationQueryParametersError: ";

  test.each<[Record<string, string | undefined>, string]>([
    [{}, "200"],
    [{ "X-Amz-Expires": "60" }, "403 AccessDenied: Request has expired"],
    [{ "X-Amz-Expires": "x" }, `${malformed}X-Amz-Expires should be a number`],
    [{ "X-Amz-Expires": "-1" }, `${malformed}X-Amz-Expires must be non-negative`],
    [
      { "X-Amz-Expires": "604801" },
      `${malformed}X-Amz-Expires must be less than a week (in seconds); that is, the given ` +
        "X-Amz-Expires must be less than 604800 seconds",
    ],
    [
      { "X-Amz-Signature": undefined },
      `${malformed}Query-string authentication version 4 requires the X-Amz-Algorithm, ` +
        "X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires " +
        "parameters.",
    ],
    // S3 does not look at a checksum in the query, which the SDK takes of an empty body.
    [{ "x-amz-checksum-crc32": "AAAAAA==", "x-amz-sdk-checksum-algorithm": "CRC32" }, "200"],
    [
      { "x-amz-website-redirect-location": "/", "x-amz-server-side-encryption": "aws:kms" },
      "501 NotImplemented: A header you provided implies functionality that is not implemented",
    ],
  ])("%o: %s", (changed, expected) => {
    expect(outcomeOf(send(`PUT /bkt/k?${signed(changed)}`, { body: "x" }))).toBe(expected);
  });

  test.each([
    ["1767323046", "200"],
    ["1767323044", "403 AccessDenied: Request has expired"],
    ["soon", "403 AccessDenied: Invalid date (should be seconds since epoch): soon"],
  ])("of version 2, good until %s: %s", (expires, expected) => {
    const line = `PUT /bkt/k?AWSAccessKeyId=test&Signature=x&Expires=${expires}`;
    expect(outcomeOf(send(line))).toBe(expected);
  });
});

describe("cross-origin requests", () => {
  const rule =
    "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod>" +
    "<AllowedOrigin>https://*.test</AllowedOrigin><AllowedHeader>x-amz-*</AllowedHeader>" +
    "<ExposeHeader>etag</ExposeHeader><MaxAgeSeconds>9</MaxAgeSeconds></CORSRule>" +
    "</CORSConfiguration>";
  const preflight = (headers: Record<string, string>) => send("OPTIONS /bkt/k", { headers });
  const asked = { origin: "https://a.test", "access-control-request-method": "GET" };
  const refused =
    "403 AccessForbidden: CORSResponse: This CORS request is not allowed. This is usually " +
    "because the evalution of Origin, request method / Access-Control-Request-Method or " +
    "Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

  test("need a configuration, and an origin", () => {
    expect(outcomeOf(preflight(asked))).toBe(
      "403 AccessForbidden: CORSResponse: CORS is not enabled for this bucket.",
    );
    expect(outcomeOf(preflight({}))).toBe(
      "400 BadRequest: Insufficient information. Origin request header needed.",
    );
    expect(outcomeOf(send("OPTIONS /none/k", { headers: asked }))).toBe(
      "403 AccessForbidden: CORSResponse: Bucket not found",
    );
  });

  test.each<[Record<string, string>, string]>([
    [{}, "200"],
    [{ "access-control-request-headers": "X-Amz-Date, x-amz-meta-a" }, "200"],
    [{ "access-control-request-headers": "authorization" }, refused],
    [{ "access-control-request-method": "PUT" }, refused],
    [{ origin: "http://a.test" }, refused],
  ])("%o: %s", (changed, expected) => {
    send("PUT /bkt?cors", { body: rule });
    expect(outcomeOf(preflight({ ...asked, ...changed }))).toBe(expected);
  });

  test("are let in, errors too", () => {
    send("PUT /bkt?cors", { body: rule });
    const { status, headers } = send("GET /bkt/none", { headers: { origin: "https://b.test" } });
    expect(status).toBe(404);
    expect(headers).toMatchObject({
      "access-control-allow-origin": "https://b.test",
      "access-control-expose-headers": "etag",
      "access-control-max-age": "9",
    });
    expect(send("GET /bkt/none").headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("forms", () => {
  const form = (fields: Record<string, string>, file = "hello"): Record<string, unknown> => {
    const parts = Object.entries(fields).map(
      ([name, value]) =>
        `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const last =
      '--B\r\nContent-Disposition: form-data; name="file"; filename="f.txt"\r\n' +
      `Content-Type: text/plain\r\n\r\n${file}\r\n--B--\r\n`;
    const headers = { "content-type": "multipart/form-data; boundary=B" };
    return { headers, body: parts.join("") + last };
  };
  const policy = (conditions: unknown[], expiration = "2026-01-03T00:00:00Z"): string =>
    Buffer.from(JSON.stringify({ expiration, conditions })).toString("base64");

  test("upload a file", () => {
    const posted = send("POST /bkt", form({ key: "up/${filename}", success_action_status: "201" }));
    expect(posted.status).toBe(201);
    expect(posted.body).toContain("<Location>http://127.0.0.1:4566/bkt/up/f.txt</Location>");
    const got = send("GET /bkt/up/f.txt");
    expect(got.body.toString()).toBe("hello");
    expect(got.headers["content-type"]).toBe("text/plain");
  });

  test("lead on to a page of the site", () => {
    const fields = { key: "k", success_action_redirect: "https://a.test/done?x=1" };
    const { status, headers } = send("POST /bkt", form(fields));
    expect(status).toBe(303);
    expect(headers["location"]).toMatch(/^https:\/\/a\.test\/done\?x=1&bucket=bkt&key=k&etag=%22/);
  });

  const key = ["starts-with", "$key", "up/"];
  test.each<[unknown[], string | undefined, string]>([
    [[key, { bucket: "bkt" }], undefined, "204"],
    [[key], "2026-01-01T00:00:00Z", "403 AccessDenied: Policy expired."],
    [
      [key, { bucket: "other" }],
      undefined,
      "403 AccessDenied: Invalid according to Policy: Policy Condition failed: " +
        "{&quot;bucket&quot;:&quot;other&quot;}",
    ],
    [[], undefined, "403 AccessDenied: Invalid according to Policy: Extra input fields: key"],
    [
      [key, ["content-length-range", 6, 9]],
      undefined,
      "400 EntityTooSmall: Your proposed upload is smaller than the minimum allowed size",
    ],
  ])("with the policy %j until %s: %s", (conditions, expiration, expected) => {
    const fields = { key: "up/1", policy: policy(conditions, expiration) };
    expect(outcomeOf(send("POST /bkt", form(fields)))).toBe(expected);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ body: "x" }, "400 MalformedPOSTRequest"],
    [
      { body: "x", headers: { "content-type": "multipart/form-data; boundary=B" } },
      "400 MalformedPOSTRequest",
    ],
    [form({}), "400 InvalidArgument"],
  ])("%j: %s", (sent, expected) => {
    expect(outcomeOf(send("POST /bkt", sent)).split(":")[0]).toBe(expected);
  });
});
