import type { KinesisAccount } from "./account.ts";
import { findConsumer } from "./fan-out/consumer-reference.ts";

/** What can be attached to anything that has an ARN: a stream or a consumer. */
export interface Resource {
  readonly tags: Map<string, string>;
  /** JSON as it was put. It is not enforced: the emulator has no identities. */
  resourcePolicy: string | undefined;
}

/** @throws KinesisError where there is no such stream or consumer. */
export function findResource(account: KinesisAccount, arn: string): Resource {
  return arn.includes("/consumer/")
    ? findConsumer(account, { ConsumerARN: arn }).consumer
    : account.find({ StreamARN: arn }).settings;
}
