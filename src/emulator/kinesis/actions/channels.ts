import {
  channelLogging,
  destinationUpdate,
  requiredChannelArn,
} from "../channels/channel-rules.ts";
import {
  describeChannelWhole,
  findChannel,
  summarizeChannel,
} from "../channels/describe-channel.ts";
import { KinesisError } from "../errors.ts";
import { readPageToken, writePageToken } from "../page-token.ts";
import { nextTokenRule, streamArnRule } from "../validation/common.ts";
import { action } from "./action.ts";

const arnRules = { ChannelARN: requiredChannelArn } as const;

export const describeChannel = action(arnRules, (account, input) => ({
  ChannelDescription: describeChannelWhole(findChannel(account, input.ChannelARN), account.nowMs()),
}));

export const deleteChannel = action(arnRules, (account, input) => {
  findChannel(account, input.ChannelARN).delete(account.nowMs());
  return undefined;
});

const updateRules = {
  ...arnRules,
  S3DestinationConfiguration: destinationUpdate,
  S3TablesDestinationConfiguration: destinationUpdate,
  LoggingConfiguration: channelLogging,
} as const;

/** Only the freshness of the destination that the channel has, and its logging, can change. */
export const updateChannel = action(updateRules, (account, input) => {
  const channel = findChannel(account, input.ChannelARN);
  const nowMs = account.nowMs();
  const status = channel.status(nowMs);
  if (status !== "ACTIVE") {
    throw new KinesisError(
      "ResourceInUseException",
      `Channel ${channel.arn} not ACTIVE, instead in state ${status}`,
    );
  }
  const { definition } = channel;
  const changed = { ...definition };
  for (const kind of ["S3DestinationConfiguration", "S3TablesDestinationConfiguration"] as const) {
    const update = input[kind];
    if (!update) continue;
    const destination = definition[kind];
    if (!destination) {
      throw new KinesisError(
        "InvalidArgumentException",
        `Channel ${channel.arn} has no ${kind} that could be updated.`,
      );
    }
    changed[kind] = { ...destination, ...update };
  }
  if (input.LoggingConfiguration) {
    const { CloudWatchLogs: logs } = definition.LoggingConfiguration;
    changed.LoggingConfiguration = {
      CloudWatchLogs: { ...logs, ...input.LoggingConfiguration.CloudWatchLogs },
    };
  }
  channel.update(changed, nowMs);
  const description = { ...describeChannelWhole(channel, nowMs), ChannelStatus: "UPDATING" };
  return { ChannelDescription: description };
});

const listRules = {
  StreamFilter: {
    type: "List",
    memberClass: "com.amazonaws.kinesis.v20131202.StreamFilter",
    member: {
      type: "Structure",
      members: {
        StreamARN: { ...streamArnRule, required: true },
        StreamCreationTimestamp: { type: "Timestamp" },
      },
    },
  },
  MaxResults: { type: "Integer", min: 1, max: 10_000 },
  NextToken: nextTokenRule,
} as const;

const kind = "channels";

export const listChannels = action(listRules, (account, input) => {
  const [after = ""] =
    input.NextToken === undefined ? [] : readPageToken(account, kind, input.NextToken);
  const nowMs = account.nowMs();
  const filter = input.StreamFilter;
  const left = account.channels
    .list(nowMs)
    .filter(({ name }) => name > after)
    .filter(({ stream }) => !filter || filter.some(({ StreamARN }) => StreamARN === stream.arn));
  const limit = Math.min(input.MaxResults ?? Infinity, account.limits.listChannelsMax);
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return {
    ChannelSummaries: page.map((channel) => summarizeChannel(channel, nowMs)),
    NextToken:
      last && left.length > page.length ? writePageToken(account, kind, [last.name]) : undefined,
  };
});
