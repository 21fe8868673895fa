import { S3Error } from "./errors.ts";
import type { Bucket, BucketConfiguration } from "./objects.ts";
import { childrenOf, childText, readXml } from "./protocol/xml-reader.ts";

type Headers = Readonly<Record<string, string>>;

/** One `<CORSRule>`. */
interface CorsRule {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** Lower case. */
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly maxAgeSeconds: string | undefined;
}

/**
 * The headers by which a browser is let in, for a request from another origin that a rule of the
 * bucket allows; none otherwise. Source: S3 User Guide, "How does Amazon S3 evaluate the CORS
 * configuration on a bucket?"; headers as recorded from S3 by the tests of LocalStack.
 */
export function corsHeaders(bucket: Bucket, method: string, headers: Headers): Headers {
  const origin = headers["origin"];
  const configuration = bucket.configurations.get("cors");
  if (origin === undefined || !configuration) return {};
  const asked = headers["access-control-request-headers"]?.toLowerCase();
  const request = {
    origin,
    method: headers["access-control-request-method"] ?? method,
    headers: (asked ?? "").split(",").flatMap((name) => name.trim() || []),
  };
  const rule = storedRules(configuration).find((candidate) => allows(candidate, request));
  if (!rule) return {};
  const any = rule.origins.includes("*");
  return {
    "access-control-allow-origin": any ? "*" : origin,
    ...(!any && { "access-control-allow-credentials": "true" }),
    "access-control-allow-methods": rule.methods.join(", "),
    ...(asked !== undefined && { "access-control-allow-headers": request.headers.join(", ") }),
    ...(rule.exposed.length > 0 && { "access-control-expose-headers": rule.exposed.join(", ") }),
    ...(rule.maxAgeSeconds !== undefined && { "access-control-max-age": rule.maxAgeSeconds }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}

/** The answer to a preflight. Throws BadRequest and AccessForbidden. */
export function preflightHeaders(bucket: Bucket | undefined, headers: Headers): Headers {
  if (headers["origin"] === undefined) {
    const reason = "Insufficient information. Origin request header needed.";
    throw new S3Error("BadRequest", {}, reason);
  }
  const method = headers["access-control-request-method"] ?? "OPTIONS";
  const forbidden = (reason: string, type: string): S3Error =>
    new S3Error("AccessForbidden", { Method: method, ResourceType: type }, reason);
  if (!bucket) throw forbidden("CORSResponse: Bucket not found", "BUCKET");
  if (!bucket.configurations.has("cors")) {
    throw forbidden("CORSResponse: CORS is not enabled for this bucket.", "BUCKET");
  }
  const allowed = corsHeaders(bucket, method, headers);
  if (allowed["vary"] !== undefined) return allowed;
  const reason =
    "CORSResponse: This CORS request is not allowed. This is usually because the evalution of " +
    "Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers " +
    "are not whitelisted by the resource's CORS spec.";
  throw forbidden(reason, "OBJECT");
}

const rulesOf = new WeakMap<BucketConfiguration, readonly CorsRule[]>();

/** The rules of a stored configuration, read once. */
function storedRules(stored: BucketConfiguration): readonly CorsRule[] {
  const known = rulesOf.get(stored);
  if (known) return known;
  const rules = readXml(stored.document ?? "").children.map((rule): CorsRule => {
    const texts = (name: string): readonly string[] =>
      childrenOf(rule, name).map(({ text }) => text.trim());
    return {
      origins: texts("AllowedOrigin"),
      methods: texts("AllowedMethod"),
      headers: texts("AllowedHeader").map((name) => name.toLowerCase()),
      exposed: texts("ExposeHeader"),
      maxAgeSeconds: childText(rule, "MaxAgeSeconds"),
    };
  });
  rulesOf.set(stored, rules);
  return rules;
}

function allows(
  rule: CorsRule,
  asked: {
    readonly origin: string;
    readonly method: string;
    readonly headers: readonly string[];
  },
): boolean {
  return (
    rule.methods.includes(asked.method) &&
    rule.origins.some((pattern) => matches(pattern, asked.origin)) &&
    asked.headers.every((name) => rule.headers.some((pattern) => matches(pattern, name)))
  );
}

/** A pattern may have one `*`, which stands for anything. */
function matches(pattern: string, text: string): boolean {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === text;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const longEnough = text.length >= start.length + end.length;
  return longEnough && text.startsWith(start) && text.endsWith(end);
}
