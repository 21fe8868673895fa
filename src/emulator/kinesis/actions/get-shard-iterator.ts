import { findShard, type KinesisAccount } from "../account.ts";
import { KinesisError, rateExceeded } from "../errors.ts";
import { parseSequenceNumber } from "../sequence-number.ts";
import { shardId, type Shard } from "../shard.ts";
import { writeIterator } from "../shard-iterator.ts";
import type { Stream } from "../stream.ts";
import { requiredNameRule, sequenceNumberRule, streamMembers } from "../validation/common.ts";
import type { InputOf } from "../validation/rules.ts";
import { action } from "./action.ts";

const rules = {
  ...streamMembers,
  ShardId: requiredNameRule,
  ShardIteratorType: {
    type: "String",
    required: true,
    values: [
      "AFTER_SEQUENCE_NUMBER",
      "AT_SEQUENCE_NUMBER",
      "AT_TIMESTAMP",
      "LATEST",
      "TRIM_HORIZON",
    ],
  },
  StartingSequenceNumber: sequenceNumberRule,
  Timestamp: { type: "Timestamp" },
} as const;

type Input = InputOf<typeof rules>;

export const getShardIterator = action(rules, (account, input) => {
  const stream = account.find(input);
  const { accountId } = account;
  const shard = findShard(stream, input.ShardId, accountId);
  if (!shard.reads.admitIterator(account.nowUs())) {
    throw new KinesisError(
      "ProvisionedThroughputExceededException",
      rateExceeded({ shardId: shard.id, streamName: stream.name, accountId }),
    );
  }
  stream.trim(shard, account.nowMs());
  const ordinal = startOrdinal({ account, stream, shard, input });
  return { ShardIterator: writeIterator(account, { stream, shard, ordinal }) };
});

interface Request {
  readonly account: KinesisAccount;
  readonly stream: Stream;
  readonly shard: Shard;
  readonly input: Input;
}

function startOrdinal(request: Request): number {
  const { account, shard, input } = request;
  const { ShardIteratorType: type, StartingSequenceNumber: start, Timestamp: sinceMs } = input;
  const wantsStart = type === "AT_SEQUENCE_NUMBER" || type === "AFTER_SEQUENCE_NUMBER";
  if (
    wantsStart !== (start !== undefined) ||
    (type === "AT_TIMESTAMP") !== (sinceMs !== undefined)
  ) {
    throw mismatch(input);
  }
  if (start !== undefined) {
    const at = ordinalOf(start, request);
    return type === "AT_SEQUENCE_NUMBER" ? Math.max(0, at) : at + 1;
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

/** The ordinal of the record with a sequence number; -1 for the start of the shard. */
function ordinalOf(text: string, request: Request): number {
  const { account, stream, shard } = request;
  const place =
    `StartingSequenceNumber ${text} used in GetShardIterator on shard ${shard.id} ` +
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
  return sequence.index - 1;
}

function mismatch(input: Input): KinesisError {
  const start = input.StartingSequenceNumber === undefined ? "no" : "also a";
  const since = input.Timestamp === undefined ? "no" : "also a";
  return invalid(
    "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and " +
      "StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber or " +
      `(3) AT_TIMESTAMP and Timestamp. Request specified ${input.ShardIteratorType} and ` +
      `${start} StartingSequenceNumber and ${since} Timestamp.`,
  );
}

function invalid(message: string): KinesisError {
  return new KinesisError("InvalidArgumentException", message);
}
