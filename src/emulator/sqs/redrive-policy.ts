import { invalidParameter } from "./errors.ts";
import type { SqsLimits } from "../../core/limits/sqs.ts";

/** After `maxReceiveCount` receives, a further one moves the message to the dead-letter queue. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Reads the RedrivePolicy attribute; the empty text takes the policy away. */
export function parseRedrivePolicy(text: string, limits: SqsLimits): RedrivePolicy | undefined {
  if (text === "") return undefined;
  const fail = (reason: string) => invalidParameter("RedrivePolicy", text, reason);
  const json = parseJson(text);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw fail("Redrive policy is not a valid JSON map.");
  }
  const { deadLetterTargetArn, maxReceiveCount } = json as Record<string, unknown>;
  if (typeof deadLetterTargetArn !== "string" || deadLetterTargetArn === "") {
    throw fail("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  }
  if (maxReceiveCount === undefined) {
    throw fail("Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  }
  const count = Number(maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > limits.maxReceiveCountMax) {
    throw fail(
      `Invalid value for maxReceiveCount: ${JSON.stringify(maxReceiveCount)}, valid values are ` +
        `from 1 to ${limits.maxReceiveCountMax} both inclusive.`,
    );
  }
  return { deadLetterTargetArn, maxReceiveCount: count };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
