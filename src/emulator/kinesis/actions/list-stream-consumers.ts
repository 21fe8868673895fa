import type { KinesisAccount } from "../account.ts";
import { streamNotFound } from "../account.ts";
import { KinesisError } from "../errors.ts";
import { describeConsumer } from "../fan-out/describe-consumer.ts";
import { readPageToken, writePageToken } from "../page-token.ts";
import type { Stream } from "../stream.ts";
import { nextTokenRule, streamArnRule, streamMembers } from "../validation/common.ts";
import type { InputOf } from "../validation/rules.ts";
import { action } from "./action.ts";

const rules = {
  StreamARN: { ...streamArnRule, required: true },
  StreamId: streamMembers.StreamId,
  NextToken: nextTokenRule,
  MaxResults: { type: "Integer", min: 1, max: 10_000 },
  StreamCreationTimestamp: { type: "Timestamp" },
} as const;

type Input = InputOf<typeof rules>;

const kind = "consumers";

export const listStreamConsumers = action(rules, (account, input) => {
  const stream = account.find(input);
  const after = startOf(account, stream, input);
  const nowMs = account.nowMs();
  const consumers = stream.consumers.list(nowMs).filter((consumer) => consumer.name > after);
  const page = consumers.slice(0, input.MaxResults ?? account.limits.listStreamConsumersMax);
  const last = page.at(-1);
  return {
    Consumers: page.map((consumer) => describeConsumer(consumer, nowMs)),
    NextToken:
      last && consumers.length > page.length
        ? writePageToken(account, kind, [stream.name, stream.createdMs, last.name].map(String))
        : undefined,
  };
});

/** The name after which the page begins. A token goes with the stream of its list. */
function startOf(account: KinesisAccount, stream: Stream, input: Input): string {
  const { NextToken: token, StreamCreationTimestamp: createdMs } = input;
  if (token === undefined) {
    if (createdMs === undefined || sameSecond(createdMs, stream.createdMs)) return "";
    throw streamNotFound(stream.name, account.accountId);
  }
  if (createdMs !== undefined) {
    throw invalid("NextToken and StreamCreationTimestamp cannot be provided together.");
  }
  const [name, made, after = ""] = readPageToken(account, kind, token);
  if (name === stream.name && Number(made) === stream.createdMs) return after;
  throw invalid("NextToken is invalid.");
}

/** The service shows when a stream was created to the second. */
function sameSecond(a: number, b: number): boolean {
  return Math.floor(a / 1_000) === Math.floor(b / 1_000);
}

function invalid(message: string): KinesisError {
  return new KinesisError("InvalidArgumentException", message);
}
