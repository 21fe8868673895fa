import type { FaultError } from "../faults/answer-call.ts";
import type { KinesisAccount } from "./account.ts";
import type { CallSite } from "./call-site.ts";
import { KinesisError, rateExceeded } from "./errors.ts";
import { iteratorExpired } from "./shard-iterator.ts";

/**
 * What the service says to a call that a fault strikes (codes and statuses: Kinesis developer
 * guide, its page on FIS; texts: AWS's common errors, where the service's own are not on record).
 */
export function faultError(
  error: FaultError,
  site: CallSite,
  account: KinesisAccount,
): KinesisError {
  switch (error) {
    case "throttled":
      return new KinesisError("ThrottlingException", "Rate exceeded");
    case "throughput-exceeded":
      return new KinesisError("ProvisionedThroughputExceededException", tooFast(site, account));
    case "internal-error":
      return new KinesisError("InternalFailure", internalFailureText);
    case "unavailable":
      return new KinesisError(
        "ServiceUnavailable",
        "The request has failed due to a temporary failure of the server.",
      );
    case "iterator-expired":
      // As one that is just too old.
      return iteratorExpired(account.nowMs() - account.limits.iteratorLifeMs - 1, account);
  }
}

/** As the samples of the PutRecords API reference print it. */
export const internalFailureText = "Internal service failure.";

/** A PutRecords call is to many shards: which of them is too busy is then not said. */
function tooFast({ resource = "", shardId }: CallSite, { accountId }: KinesisAccount): string {
  if (shardId !== undefined) return rateExceeded({ shardId, streamName: resource, accountId });
  return `Rate exceeded for stream ${resource} under account ${accountId}.`;
}
