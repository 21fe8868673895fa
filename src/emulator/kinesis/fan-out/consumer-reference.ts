import type { KinesisAccount } from "../account.ts";
import { KinesisError } from "../errors.ts";
import type { Stream } from "../stream.ts";
import type { Consumer } from "./consumer.ts";

/** How a request names a consumer: by its ARN, or by its name and its stream's ARN, or by all. */
export interface ConsumerReference {
  readonly ConsumerARN?: string;
  readonly ConsumerName?: string;
  readonly StreamARN?: string;
}

export interface FoundConsumer {
  readonly stream: Stream;
  readonly consumer: Consumer;
}

const arnParts = /^(.+:stream\/[^/]+)\/consumer\/([^/:]+):\d+$/;

/**
 * @throws KinesisError where the reference names no consumer, or one that is not there. The words
 * of the service are not on record.
 */
export function findConsumer(account: KinesisAccount, reference: ConsumerReference): FoundConsumer {
  const { ConsumerARN: arn, ConsumerName: name, StreamARN: streamArn } = reference;
  if (arn === undefined) {
    if (name === undefined || streamArn === undefined) {
      throw invalid("Either ConsumerARN or both StreamARN and ConsumerName must be specified.");
    }
    const stream = account.find({ StreamARN: streamArn });
    return { stream, consumer: lookUp(account, stream, name) };
  }
  const [, ofStream, named] = arnParts.exec(arn) ?? [];
  if (ofStream === undefined || named === undefined) throw invalid(`Invalid ConsumerARN: ${arn}`);
  if ((streamArn ?? ofStream) !== ofStream || (name ?? named) !== named) {
    throw invalid(`ConsumerARN ${arn} conflicts with the StreamARN or ConsumerName specified.`);
  }
  const stream = account.find({ StreamARN: ofStream });
  const consumer = lookUp(account, stream, named);
  if (consumer.arn !== arn) throw consumerNotFound(account, stream, named);
  return { stream, consumer };
}

/** What the end of a consumer is to those who read through it. */
export function consumerNotFound(
  account: KinesisAccount,
  stream: Stream,
  name: string,
): KinesisError {
  return new KinesisError(
    "ResourceNotFoundException",
    `Consumer ${name} under stream ${stream.name} not found for account ${account.accountId}.`,
  );
}

function lookUp(account: KinesisAccount, stream: Stream, name: string): Consumer {
  const consumer = stream.consumers.lookUp(name, account.nowMs());
  if (consumer) return consumer;
  throw consumerNotFound(account, stream, name);
}

function invalid(message: string): KinesisError {
  return new KinesisError("InvalidArgumentException", message);
}
