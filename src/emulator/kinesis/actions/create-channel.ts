import type { KinesisAccount } from "../account.ts";
import { Channel, channelArn, type ChannelDefinition } from "../channels/channel.ts";
import {
  channelEncryption,
  channelLogging,
  s3Destination,
  s3TablesDestination,
  streamConfigurationList,
} from "../channels/channel-rules.ts";
import { describeChannelWhole } from "../channels/describe-channel.ts";
import { KinesisError } from "../errors.ts";
import type { Stream } from "../stream.ts";
import { newTags, tagRules } from "../tags.ts";
import { randomUuid } from "../../random-uuid.ts";
import { requiredNameRule } from "../validation/common.ts";
import type { InputOf } from "../validation/rules.ts";
import { action } from "./action.ts";

const rules = {
  ChannelName: requiredNameRule,
  ServiceExecutionRoleARN: { type: "String", required: true, minLength: 1, maxLength: 2_048 },
  StreamConfigurationList: streamConfigurationList,
  S3DestinationConfiguration: s3Destination,
  S3TablesDestinationConfiguration: s3TablesDestination,
  EncryptionConfiguration: channelEncryption,
  Tags: tagRules.map,
  LoggingConfiguration: channelLogging,
} as const;

type Input = InputOf<typeof rules>;
type Source = Input["StreamConfigurationList"][number];

/** Keeps the definition of a channel; nothing is delivered. Its tags are checked, and not kept. */
export const createChannel = action(rules, (account, input) => {
  const name = input.ChannelName;
  const [source] = input.StreamConfigurationList as readonly [Source];
  if (!input.S3DestinationConfiguration === !input.S3TablesDestinationConfiguration) {
    throw new KinesisError(
      "InvalidArgumentException",
      "Either S3DestinationConfiguration or S3TablesDestinationConfiguration must be specified, " +
        "but not both.",
    );
  }
  const tagsMax = account.limits.tagsPerResourceMax;
  newTags({ place: `channel ${name}`, tagsMax }, input.Tags);
  const stream = account.findActive({ StreamARN: source.StreamARN });
  checkRoom(account, stream, name);
  const nowMs = account.nowMs();
  const id = randomUuid(account.context.random);
  const channel = new Channel({
    id,
    name,
    arn: channelArn(account, id),
    stream,
    createdMs: nowMs,
    transitionMs: account.limits.streamTransitionMs,
    definition: definitionOf(input, source, id),
  });
  account.channels.add(channel);
  // The answer tells of a channel that is being made, however soon it will be there.
  const description = { ...describeChannelWhole(channel, nowMs), ChannelStatus: "CREATING" };
  return { ChannelDescription: description };
});

/** @throws KinesisError where the stream can have no such channel. The words are not AWS's. */
function checkRoom(account: KinesisAccount, stream: Stream, name: string): void {
  const nowMs = account.nowMs();
  const place = `stream ${stream.name} under account ${account.accountId}`;
  if (stream.settings.mode !== "ON_DEMAND") {
    throw new KinesisError(
      "ValidationException",
      `Channels are only supported for data streams with the on-demand capacity mode: ${place}.`,
    );
  }
  if (account.channels.list(nowMs).some((channel) => channel.name === name)) {
    throw new KinesisError(
      "ResourceInUseException",
      `Channel ${name} under account ${account.accountId} already exists.`,
    );
  }
  const max = account.limits.channelsPerStreamMax;
  if (account.channels.of(stream, nowMs).length >= max) {
    throw new KinesisError(
      "LimitExceededException",
      `The limit of ${max} channels of ${place} is reached.`,
    );
  }
}

/** What was said, with the defaults of the API reference. */
function definitionOf(input: Input, source: Source, id: string): ChannelDefinition {
  const { ChannelName: name, S3DestinationConfiguration: s3 } = input;
  const { S3TablesDestinationConfiguration: tables } = input;
  const errors = { ErrorOutputPrefix: `kinesis-channel/errors/${name}/${id}/` };
  const logs = input.LoggingConfiguration?.CloudWatchLogs;
  return {
    ServiceExecutionRoleARN: input.ServiceExecutionRoleARN,
    RecordConfiguration: source.RecordConfiguration,
    S3DestinationConfiguration: s3 && {
      DataFreshnessInSeconds: s3.DataFreshnessInSeconds ?? 300,
      DeadLetterQueueS3Configuration: {
        ...errors,
        BucketARN: s3.StorageConfiguration.BucketARN,
        ExpectedBucketOwner: s3.StorageConfiguration.ExpectedBucketOwner,
        ...s3.DeadLetterQueueS3Configuration,
      },
      StorageConfiguration: { StorageClass: "STANDARD", ...s3.StorageConfiguration },
    },
    S3TablesDestinationConfiguration: tables && {
      ...tables,
      DataFreshnessInSeconds: tables.DataFreshnessInSeconds ?? 300,
      DeadLetterQueueS3Configuration: { ...errors, ...tables.DeadLetterQueueS3Configuration },
    },
    EncryptionConfiguration: input.EncryptionConfiguration,
    LoggingConfiguration: {
      CloudWatchLogs: {
        Enabled: false,
        LogGroupName: `/aws/kinesis/${name}/${id}`,
        LogStreamName: "DestinationDelivery",
        ...logs,
      },
    },
  };
}
