import type { KinesisAccount } from "../account.ts";
import { commitmentStatus } from "../billing-commitment.ts";
import { KinesisError } from "../errors.ts";
import { Consumer } from "../fan-out/consumer.ts";
import { describeConsumer } from "../fan-out/describe-consumer.ts";
import type { Stream } from "../stream.ts";
import { newTags, tagRules } from "../tags.ts";
import { requiredNameRule, streamArnRule, streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  StreamARN: { ...streamArnRule, required: true },
  StreamId: streamMembers.StreamId,
  ConsumerName: requiredNameRule,
  Tags: tagRules.map,
} as const;

export const registerStreamConsumer = action(rules, (account, input) => {
  const stream = account.findActive(input);
  const nowMs = account.nowMs();
  const { ConsumerName: name } = input;
  if (stream.consumers.lookUp(name, nowMs)) {
    throw new KinesisError(
      "ResourceInUseException",
      `Consumer ${name} under stream ${stream.name} already exists for account ` +
        `${account.accountId}.`,
    );
  }
  checkRoom(account, stream);
  const place = `consumer ${name} of stream ${stream.name} under account ${account.accountId}`;
  const tags = newTags({ place, tagsMax: account.limits.tagsPerResourceMax }, input.Tags);
  const consumer = new Consumer({
    name,
    streamArn: stream.arn,
    createdMs: nowMs,
    transitionMs: account.limits.consumerTransitionMs,
    tags,
  });
  stream.consumers.add(consumer);
  // The answer tells of a consumer that is being made, however soon it will be there.
  return { Consumer: { ...describeConsumer(consumer, nowMs), ConsumerStatus: "CREATING" } };
});

/** @throws KinesisError of code LimitExceededException. The service's words are not on record. */
function checkRoom(account: KinesisAccount, stream: Stream): void {
  const { limits } = account;
  const nowMs = account.nowMs();
  const consumers = stream.consumers.list(nowMs);
  const max = consumersMax(account, stream);
  const place = `stream ${stream.name} under account ${account.accountId}`;
  if (consumers.length >= max) {
    throw limitExceeded(`The limit of ${max} consumers of ${place} is reached.`);
  }
  const creating = consumers.filter((consumer) => consumer.status(nowMs) === "CREATING").length;
  if (creating >= limits.consumersCreatingMax) {
    throw limitExceeded(`${creating} consumers of ${place} are in state CREATING already.`);
  }
}

/** An on-demand stream of an account with a billing commitment may have more. */
function consumersMax(account: KinesisAccount, { settings }: Stream): number {
  const { limits, commitment } = account;
  const isAdvantage =
    settings.mode === "ON_DEMAND" && commitmentStatus(commitment, account.nowMs()) !== "DISABLED";
  return isAdvantage ? limits.consumersPerAdvantageStreamMax : limits.consumersPerStreamMax;
}

function limitExceeded(message: string): KinesisError {
  return new KinesisError("LimitExceededException", message);
}
