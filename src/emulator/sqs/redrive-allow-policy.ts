import type { SqsLimits } from "../../core/limits/sqs.ts";
import { invalidParameter } from "./errors.ts";

/** Which queues may name this one as their dead-letter queue. */
export type RedriveAllowPolicy =
  | { readonly redrivePermission: "allowAll" | "denyAll" }
  | { readonly redrivePermission: "byQueue"; readonly sourceQueueArns: readonly string[] };

/** Reads the RedriveAllowPolicy attribute; the empty text takes the policy away. */
export function parseRedriveAllowPolicy(
  text: string,
  limits: SqsLimits,
): RedriveAllowPolicy | undefined {
  if (text === "") return undefined;
  const policy = readPolicy(text, limits.redriveSourcesMax);
  if (policy) return policy;
  throw invalidParameter(
    "RedriveAllowPolicy",
    text,
    "Amazon SQS can't create the redrive allow policy, as it's in an unsupported format.",
  );
}

/** Without a policy every queue may. */
export function allowsRedrive(policy: RedriveAllowPolicy | undefined, sourceArn: string): boolean {
  if (!policy || policy.redrivePermission === "allowAll") return true;
  return policy.redrivePermission === "byQueue" && policy.sourceQueueArns.includes(sourceArn);
}

function readPolicy(text: string, sourcesMax: number): RedriveAllowPolicy | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json !== "object" || json === null) return undefined;
  const { redrivePermission, sourceQueueArns } = json as Record<string, unknown>;
  if (redrivePermission === "allowAll" || redrivePermission === "denyAll") {
    return sourceQueueArns === undefined ? { redrivePermission } : undefined;
  }
  if (redrivePermission !== "byQueue" || !Array.isArray(sourceQueueArns)) return undefined;
  const arns = sourceQueueArns as readonly unknown[];
  if (arns.length === 0 || arns.length > sourcesMax || !arns.every(isQueueArn)) return undefined;
  return { redrivePermission, sourceQueueArns: arns };
}

function isQueueArn(value: unknown): value is string {
  return typeof value === "string" && /^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w.-]+$/.test(value);
}
