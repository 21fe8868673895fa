import type { KinesisAccount } from "./account.ts";
import { KinesisError } from "./errors.ts";
import { parseSequenceNumber } from "./sequence-number.ts";
import { shardId, type Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";

/** Where in a shard a reader may begin. */
export const startTypes = [
  "AFTER_SEQUENCE_NUMBER",
  "AT_SEQUENCE_NUMBER",
  "AT_TIMESTAMP",
  "LATEST",
  "TRIM_HORIZON",
] as const;

export interface StartPosition {
  readonly type: (typeof startTypes)[number];
  readonly sequenceNumber: string | undefined;
  readonly sinceMs: number | undefined;
}

export interface StartRequest {
  readonly account: KinesisAccount;
  readonly stream: Stream;
  readonly shard: Shard;
  /** As the messages name it. */
  readonly operation: "GetShardIterator" | "SubscribeToShard";
  readonly position: StartPosition;
}

/**
 * The ordinal from which a reader with this starting position reads.
 *
 * @throws KinesisError where the position is contradictory, in the future or of another shard.
 */
export function startOrdinal(request: StartRequest): number {
  const { account, shard, position } = request;
  const { type, sequenceNumber: start, sinceMs } = position;
  const wantsStart = type === "AT_SEQUENCE_NUMBER" || type === "AFTER_SEQUENCE_NUMBER";
  if (
    wantsStart !== (start !== undefined) ||
    (type === "AT_TIMESTAMP") !== (sinceMs !== undefined)
  ) {
    throw mismatch(position);
  }
  if (start !== undefined) {
    const { ordinal, isExact } = placeOf(start, request);
    return type === "AT_SEQUENCE_NUMBER" && isExact ? Math.max(0, ordinal) : ordinal + 1;
  }
  if (sinceMs !== undefined) {
    if (sinceMs > account.nowMs()) {
      throw invalid(
        `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ` +
          `timestampInMillis: ${sinceMs}, currentTimestampInMillis: ${account.nowMs()}`,
      );
    }
    return shard.firstSince(sinceMs);
  }
  return type === "LATEST" ? shard.next : shard.first;
}

/**
 * The last record at or before a sequence number, -1 for the start of the shard, and whether the
 * number is that record's own: a ContinuationSequenceNumber may lie behind it.
 */
function placeOf(text: string, request: StartRequest): { ordinal: number; isExact: boolean } {
  const { account, stream, shard, operation } = request;
  const place =
    `StartingSequenceNumber ${text} used in ${operation} on shard ${shard.id} ` +
    `in stream ${stream.name} under account ${account.accountId} is invalid`;
  const sequence = parseSequenceNumber(text);
  if (!sequence) throw invalid(`${place}.`);
  if (sequence.shardIndex !== shard.index) {
    throw invalid(
      `Invalid StartingSequenceNumber. It encodes ${shardId(sequence.shardIndex)}, ` +
        `while it was used in a call to a shard with ${shard.id}`,
    );
  }
  if (sequence.shardCreatedS !== shard.createdS) {
    throw invalid(`${place} because it did not come from this stream.`);
  }
  const ordinal = sequence.index - 1;
  return { ordinal, isExact: !shard.isBehind(ordinal, sequence.writtenS) };
}

function mismatch(position: StartPosition): KinesisError {
  const start = position.sequenceNumber === undefined ? "no" : "also a";
  const since = position.sinceMs === undefined ? "no" : "also a";
  return invalid(
    "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and " +
      "StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber or " +
      `(3) AT_TIMESTAMP and Timestamp. Request specified ${position.type} and ` +
      `${start} StartingSequenceNumber and ${since} Timestamp.`,
  );
}

function invalid(message: string): KinesisError {
  return new KinesisError("InvalidArgumentException", message);
}
