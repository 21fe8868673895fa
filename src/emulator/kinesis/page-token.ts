import type { KinesisAccount } from "./account.ts";
import { KinesisError } from "./errors.ts";

/** A token that leads to the next page of a list: it carries what the list is of, and the last. */
export function writePageToken(
  account: KinesisAccount,
  kind: string,
  fields: readonly string[],
): string {
  return account.seal.seal(kind, [account.nowMs(), ...fields]);
}

/** @throws KinesisError where the token is not one of ours or has expired. */
export function readPageToken(
  account: KinesisAccount,
  kind: string,
  token: string,
): readonly string[] {
  const [madeMs, ...fields] = account.seal.open(kind, token) ?? [];
  if (madeMs === undefined) {
    throw new KinesisError("InvalidArgumentException", "NextToken is invalid.");
  }
  if (account.nowMs() - Number(madeMs) > account.limits.nextTokenLifeMs) {
    throw new KinesisError("ExpiredNextTokenException", "NextToken has expired.");
  }
  return fields;
}
