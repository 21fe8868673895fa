import type { KinesisAccount } from "../account.ts";
import { KinesisError } from "../errors.ts";
import type { Channel } from "./channel.ts";

/** @throws KinesisError of code ResourceNotFoundException, in words that are not AWS's. */
export function findChannel(account: KinesisAccount, arn: string): Channel {
  const channel = account.channels.lookUp(arn, account.nowMs());
  if (channel) return channel;
  throw new KinesisError("ResourceNotFoundException", `Channel ${arn} not found.`);
}

/** The members that a channel's description and its summary have in common. */
function describeChannelHead(channel: Channel, nowMs: number): object {
  return {
    ChannelName: channel.name,
    ChannelARN: channel.arn,
    ChannelId: channel.id,
    ChannelStatus: channel.status(nowMs),
    ChannelCreationTimestamp: new Date(channel.createdMs),
  };
}

export function describeChannelWhole(channel: Channel, nowMs: number): object {
  const { RecordConfiguration, ...definition } = channel.definition;
  return {
    ...describeChannelHead(channel, nowMs),
    ...definition,
    StreamConfigurationList: [{ ...sourceOf(channel), RecordConfiguration }],
  };
}

export function summarizeChannel(channel: Channel, nowMs: number): object {
  const { S3DestinationConfiguration: s3 } = channel.definition;
  return {
    ...describeChannelHead(channel, nowMs),
    ChannelDestinationType: s3 === undefined ? "S3_TABLES" : "S3",
    Streams: [sourceOf(channel)],
  };
}

function sourceOf({ stream }: Channel): object {
  return { StreamARN: stream.arn, StreamCreationTimestamp: new Date(stream.createdMs) };
}
