import { z } from "zod";
import { checkState } from "../storage/saved-state.ts";
import type { KinesisAccount } from "./account.ts";
import { Channel, channelArn, type ChannelDefinition } from "./channels/channel.ts";
import type { SavedState } from "./state-store.ts";

const ms = z.number();
const object = z.looseObject({});

const definition = z.strictObject({
  ServiceExecutionRoleARN: z.string(),
  RecordConfiguration: object,
  S3DestinationConfiguration: object.optional(),
  S3TablesDestinationConfiguration: object.optional(),
  EncryptionConfiguration: object.optional(),
  LoggingConfiguration: z.strictObject({ CloudWatchLogs: object }),
});

const channel = z.strictObject({
  id: z.string(),
  name: z.string(),
  streamName: z.string(),
  createdMs: ms,
  updatedMs: ms.optional(),
  deletedMs: ms.optional(),
  definition,
});

/** What an account has apart from its streams, as it is saved. */
const schema = z.strictObject({
  format: z.literal(1),
  secret: z.string().min(1),
  commitment: z.strictObject({ startedMs: ms.optional(), endMs: ms.optional() }),
  channels: z.array(channel),
});

const form = { format: 1, schema };

export type AccountState = z.infer<typeof schema>;

export function accountState(account: KinesisAccount): object {
  return {
    format: 1,
    secret: account.seal.secret,
    commitment: account.commitment,
    channels: account.channels.all().map((one) => ({
      id: one.id,
      name: one.name,
      streamName: one.stream.name,
      createdMs: one.createdMs,
      updatedMs: one.updatedMs,
      deletedMs: one.deletedMs,
      definition: one.definition,
    })),
  };
}

/** @throws AforoError where the file is not as it was written. */
export function readAccountState(saved: SavedState): AccountState {
  return checkState(saved.file, saved.state, form);
}

/** Gives an account, whose streams are there, the channels that were saved. */
export function restoreChannels(account: KinesisAccount, state: AccountState): void {
  const transitionMs = account.limits.streamTransitionMs;
  for (const { streamName, ...saved } of state.channels) {
    const stream = account.lookUp(streamName);
    // A stream goes only when its channels have: this one was deleted, and nobody looked since.
    if (!stream) continue;
    const arn = channelArn(account, saved.id);
    const definition = saved.definition as ChannelDefinition;
    account.channels.add(new Channel({ ...saved, definition, stream, arn, transitionMs }));
  }
}
