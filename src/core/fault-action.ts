/** What a fault can strike: a whole call, each record or message of one, or a delivery. */
export type FaultTarget = "call" | "record" | "delivery";

interface FaultAction {
  /** What it strikes where the rule does not say; the first of `targets`. */
  readonly targets: readonly [FaultTarget, ...FaultTarget[]];
}

/**
 * The faults that can be injected. Those that AWS Fault Injection Service has bear its names
 * (Kinesis developer guide, "Perform resilience testing with Amazon Fault Injection Service"; FIS
 * actions reference), the others begin with `aforo:`.
 */
export const faultActions = {
  "aws:fis:inject-api-internal-error": {
    // Answers with the service's internal error (500); a record: `InternalFailure`.
    targets: ["call", "record"],
  },
  "aws:fis:inject-api-throttle-error": {
    // Answers with the service's throttling error.
    targets: ["call", "record"],
  },
  "aws:fis:inject-api-unavailable-error": {
    // Answers that the service is unavailable (503).
    targets: ["call"],
  },
  "aws:kinesis:inject-api-provisioned-throughput-exception": {
    // PutRecord, PutRecords and GetRecords exceed the shard's throughput.
    targets: ["call", "record"],
  },
  "aws:kinesis:inject-api-expired-iterator-exception": {
    // GetRecords finds its iterator expired.
    targets: ["call"],
  },
  "aforo:latency": {
    // Answers late.
    targets: ["call"],
  },
  "aforo:lost-acknowledgement": {
    // Does what was asked, and closes the connection without an answer.
    targets: ["call"],
  },
  "aforo:connection-reset": {
    // Closes the connection, and does nothing.
    targets: ["call"],
  },
  "aforo:duplicate-delivery": {
    // A message of a standard queue is delivered once more, though nobody gave it back.
    targets: ["delivery"],
  },
  "aforo:reorder": {
    // Messages of a standard queue, or records of one PutRecords, change their order.
    targets: ["delivery", "record"],
  },
} as const satisfies Record<string, FaultAction>;

export type FaultActionName = keyof typeof faultActions;

/** What a rule strikes. */
export function targetOf(rule: {
  readonly action: FaultActionName;
  readonly strikes?: FaultTarget | undefined;
}): FaultTarget {
  return rule.strikes ?? faultActions[rule.action].targets[0];
}
