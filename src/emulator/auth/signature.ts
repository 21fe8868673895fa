import { createHmac, hash, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import type { Refusal } from "../wire/refusal.ts";
import type { WireRequest } from "../wire/http.ts";
import { canonicalRequest, payloadHashOf, queryPairs } from "./canonical-request.ts";

/** Secret access keys by access key id. */
export type Credentials = Readonly<Record<string, string>>;

interface Claim {
  readonly accessKeyId: string;
  /** `date/region/service/aws4_request`. */
  readonly scope: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As `20261121T120000Z`. */
  readonly date: string;
  readonly payloadHash: string;
  /** A presigned URL carries its own life, in seconds; a header is good for the tolerated skew. */
  readonly expiresS: number | undefined;
}

const algorithm = "AWS4-HMAC-SHA256";
/** How far clocks may differ (S3 API reference, RequestTimeTooSkewed). */
const skewMs = 900_000;

/**
 * Checks the signature of version 4 of a request, in its header or in its query, and answers how
 * AWS would refuse it, or undefined where it is good. The signatures of single chunks of an
 * aws-chunked body are not checked: the first covers the headers, the checksums cover the body.
 */
export function refuseUnsigned(
  request: WireRequest,
  credentials: Credentials,
  clock: Clock,
): Refusal | undefined {
  const claim = claimOf(request);
  if (!claim) return refusals.missing(request.headers["x-amz-target"] === undefined);
  const isS3 = claim.service === "s3";
  const secret = Object.hasOwn(credentials, claim.accessKeyId)
    ? credentials[claim.accessKeyId]
    : undefined;
  if (secret === undefined) return refusals.unknownKey(isS3);
  const signedMs = parseDate(claim.date);
  const ageMs = clock.epochMs() - signedMs;
  const lifeMs = claim.expiresS === undefined ? skewMs : claim.expiresS * 1_000;
  if (!(ageMs >= -skewMs && ageMs <= lifeMs)) return refusals.outOfTime(isS3, claim);
  const canonical = canonicalRequest({ request, ...claim });
  const text = [algorithm, claim.date, claim.scope, hash("sha256", canonical, "hex")].join("\n");
  const expected = hmac(signingKey(secret, claim.scope), text).toString("hex");
  return isSame(expected, claim.signature) ? undefined : refusals.mismatch(isS3);
}

function claimOf(request: WireRequest): Claim | undefined {
  const header = request.headers["authorization"];
  if (header?.startsWith(algorithm)) return claimOfHeader(header, request);
  const mark = request.target.indexOf("?");
  const query = new Map(queryPairs(mark < 0 ? "" : request.target.slice(mark + 1)));
  if (query.get("X-Amz-Algorithm") !== algorithm) return undefined;
  return claimFrom({
    credential: query.get("X-Amz-Credential"),
    signedHeaders: query.get("X-Amz-SignedHeaders"),
    signature: query.get("X-Amz-Signature"),
    date: query.get("X-Amz-Date"),
    body: request.body,
    saidHash: query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
    expiresS: Number(query.get("X-Amz-Expires") ?? 0),
  });
}

function claimOfHeader(header: string, request: WireRequest): Claim | undefined {
  const field = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(header)?.[1];
  return claimFrom({
    credential: field("Credential"),
    signedHeaders: field("SignedHeaders"),
    signature: field("Signature"),
    date: request.headers["x-amz-date"],
    body: request.body,
    saidHash: request.headers["x-amz-content-sha256"],
    expiresS: undefined,
  });
}

function claimFrom(parts: {
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly date: string | undefined;
  readonly body: Buffer;
  readonly saidHash: string | undefined;
  readonly expiresS: number | undefined;
}): Claim | undefined {
  const { credential, signedHeaders, signature, date, expiresS } = parts;
  const [accessKeyId, ...scope] = credential?.split("/") ?? [];
  const service = scope[2];
  if (!accessKeyId || !service || !signedHeaders || !signature || !date) return undefined;
  return {
    accessKeyId,
    scope: scope.join("/"),
    service,
    signedHeaders: signedHeaders.split(";"),
    signature,
    date,
    payloadHash: payloadHashOf(service, parts.body, parts.saidHash),
    expiresS,
  };
}

function signingKey(secret: string, scope: string): Buffer {
  return scope
    .split("/")
    .reduce((key: Buffer, part) => hmac(key, part), Buffer.from(`AWS4${secret}`));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function parseDate(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return Number.NaN;
  const [year = 0, month = 1, ...rest] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your " +
  "AWS Secret Access Key and signing method. Consult the service documentation for details.";

/** S3 has codes of its own; the others share theirs (common errors of their API references). */
const refusals = {
  missing: (isS3: boolean): Refusal =>
    isS3
      ? { status: 403, code: "AccessDenied", message: "Access Denied" }
      : {
          status: 400,
          code: "MissingAuthenticationTokenException",
          message: "Missing Authentication Token",
        },
  unknownKey: (isS3: boolean): Refusal =>
    isS3
      ? {
          status: 403,
          code: "InvalidAccessKeyId",
          message: "The AWS Access Key Id you provided does not exist in our records.",
        }
      : {
          status: 400,
          code: "UnrecognizedClientException",
          message: "The security token included in the request is invalid.",
        },
  outOfTime(isS3: boolean, { expiresS, date }: Claim): Refusal {
    if (expiresS !== undefined) {
      return { status: 403, code: "AccessDenied", message: "Request has expired" };
    }
    return isS3
      ? {
          status: 403,
          code: "RequestTimeTooSkewed",
          message: "The difference between the request time and the current time is too large.",
        }
      : {
          status: 400,
          code: "InvalidSignatureException",
          message: `Signature not yet current or expired: ${date} is out of the tolerated time.`,
        };
  },
  mismatch: (isS3: boolean): Refusal =>
    isS3
      ? { status: 403, code: "SignatureDoesNotMatch", message: mismatch }
      : { status: 400, code: "InvalidSignatureException", message: mismatch },
} as const;
