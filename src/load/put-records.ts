import { PutRecordCommand, PutRecordsCommand, type KinesisClient } from "@aws-sdk/client-kinesis";

export interface PutEntry {
  readonly data: Uint8Array;
  readonly partitionKey: string;
  /** Decimal: decides the shard in place of the partition key. */
  readonly explicitHashKey?: string | undefined;
}

/**
 * How one attempt ended. `failed`: the service said no, and the record is not in the stream.
 * `unknown`: nobody can say (a time-out, a connection that broke, a 5xx for the whole call).
 */
export type PutOutcome =
  | { readonly kind: "confirmed"; readonly shardId: string }
  | {
      readonly kind: "throttled" | "failed" | "unknown";
      readonly reason: string;
      /** The record itself was refused: it is not tried again. */
      readonly isFinal?: true;
      /** It is not to be tried again before so many milliseconds have gone. */
      readonly retryAfterMs?: number;
    };

/** One PutRecords call: answers an outcome for each entry, in order, and never throws. */
export type PutRecords = (
  entries: readonly PutEntry[],
  options: { readonly timeoutMs: number },
) => Promise<readonly PutOutcome[]>;

const throttles = new Set([
  "ProvisionedThroughputExceededException",
  "KMSThrottlingException",
  "LimitExceededException",
  "ThrottlingException",
  "Throttling",
  "SlowDown",
]);

/** Errors of the network that are certain to have struck before anything was sent. */
const neverSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

/**
 * PutRecords by the SDK. The client is to be made with `maxAttempts: 1`: retries are the driver's.
 */
export function sdkPutRecords(client: KinesisClient, streamName: string): PutRecords {
  return async (entries, { timeoutMs }) => {
    const abortSignal = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await client.send(
        new PutRecordsCommand({
          StreamName: streamName,
          Records: entries.map(requestEntry),
        }),
        { abortSignal },
      );
      const results = answer.Records ?? [];
      return entries.map((_, i): PutOutcome => {
        const result = results[i];
        if (result?.ShardId) return { kind: "confirmed", shardId: result.ShardId };
        const reason = result?.ErrorCode ?? "no result for the record";
        if (!result) return { kind: "unknown", reason };
        return { kind: throttles.has(reason) ? "throttled" : "failed", reason };
      });
    } catch (error) {
      const outcome = classifyCallError(error);
      return entries.map(() => outcome);
    }
  };
}

/** PutRecord by the SDK, through the same port: a call has one entry. */
export function sdkPutRecord(client: KinesisClient, streamName: string): PutRecords {
  return async ([entry], { timeoutMs }) => {
    if (!entry) return [];
    const abortSignal = AbortSignal.timeout(timeoutMs);
    try {
      const command = new PutRecordCommand({ StreamName: streamName, ...requestEntry(entry) });
      const { ShardId } = await client.send(command, { abortSignal });
      if (ShardId) return [{ kind: "confirmed", shardId: ShardId }];
      return [{ kind: "unknown", reason: "no shard in the answer" }];
    } catch (error) {
      return [classifyCallError(error)];
    }
  };
}

function requestEntry({ data, partitionKey, explicitHashKey }: PutEntry) {
  return { Data: data, PartitionKey: partitionKey, ExplicitHashKey: explicitHashKey };
}

/** What an error of a whole call says about its records. A time-out is unknown, never failed. */
export function classifyCallError(error: unknown): Exclude<PutOutcome, { kind: "confirmed" }> {
  const { name, code, $metadata } = error as {
    name?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const reason = name === "Error" && code ? code : (name ?? "unknown error");
  if (throttles.has(reason)) return { kind: "throttled", reason };
  if (code !== undefined && neverSent.has(code)) return { kind: "failed", reason: code };
  const status = $metadata?.httpStatusCode;
  // A 5xx may have come after the records were stored; a 200 that cannot be read says nothing.
  const isRefusal = status !== undefined && status >= 400 && status < 500;
  return { kind: isRefusal ? "failed" : "unknown", reason };
}
