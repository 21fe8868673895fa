import { findShard, type KinesisAccount } from "../account.ts";
import { KinesisError } from "../errors.ts";
import { endDryRun } from "../dry-run.ts";
import { EventStream } from "../event-stream.ts";
import { findConsumer, type FoundConsumer } from "../fan-out/consumer-reference.ts";
import { DelayLine } from "../fan-out/delay-line.ts";
import { Subscription } from "../fan-out/subscription.ts";
import { startOrdinal, startTypes } from "../start-position.ts";
import {
  consumerArnRule,
  requiredNameRule,
  sequenceNumberRule,
  streamMembers,
} from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  ConsumerARN: { ...consumerArnRule, required: true },
  ShardId: requiredNameRule,
  StartingPosition: {
    type: "Structure",
    required: true,
    members: {
      Type: { type: "String", required: true, values: startTypes },
      SequenceNumber: sequenceNumberRule,
      Timestamp: { type: "Timestamp" },
    },
  },
  StreamId: streamMembers.StreamId,
  DryRun: { type: "Boolean" },
} as const;

/**
 * A second call within 5 s of a successful one is refused as ResourceInUseException, even where the
 * first one's connection has gone; later ones take over. The rate of one call a second therefore
 * shows after calls that failed (SubscribeToShard API reference).
 */
export const subscribeToShard = action(rules, (account, input) => {
  const found = findConsumer(account, input);
  const { stream, consumer } = found;
  checkActive(account, found);
  const shard = findShard(stream, input.ShardId, account.accountId);
  const nowUs = account.nowUs();
  const seat = consumer.seat(shard, { limits: account.limits, nowUs });
  const inUse = new KinesisError(
    "ResourceInUseException",
    "Another active subscription exists for this consumer: " +
      [account.accountId, stream.name, shard.id, consumer.name].join(":"),
  );
  if (seat.isTaken(nowUs)) throw inUse;
  if (!seat.admitCall(nowUs)) {
    throw new KinesisError(
      "LimitExceededException",
      `Rate exceeded for consumer ${consumer.arn} and shard ${shard.id}`,
    );
  }
  stream.trim(shard, account.nowMs());
  const { Type: type, SequenceNumber: sequenceNumber, Timestamp: sinceMs } = input.StartingPosition;
  const position = { type, sequenceNumber, sinceMs };
  const operation = "SubscribeToShard";
  const ordinal = startOrdinal({ account, stream, shard, operation, position });
  endDryRun(input);
  seat.vacate(inUse);
  const { bandwidth } = seat;
  const subscription = new Subscription({ account, stream, shard, ordinal, bandwidth });
  seat.take(subscription, nowUs);
  return new EventStream(underLatency(subscription, account));
});

function underLatency(subscription: Subscription, { context }: KinesisAccount) {
  const { latency } = context;
  if (latency.name === "off") return subscription;
  const delayMs = () => latency.delayMs("kinesis", "SubscribeToShardEvent");
  return new DelayLine(subscription, { context, delayMs });
}

/** @throws KinesisError where the stream or the consumer is being made or deleted. */
function checkActive(account: KinesisAccount, { stream, consumer }: FoundConsumer): void {
  account.findReadable({ StreamARN: stream.arn });
  if (consumer.status(account.nowMs()) === "ACTIVE") return;
  throw new KinesisError(
    "ResourceInUseException",
    `Consumer ${consumer.name} with creation timestamp ${consumer.createdS} under stream: ` +
      `${stream.name} , account ${account.accountId} is not in ACTIVE status.`,
  );
}
