import { describe, expect, it } from "vitest";
import { virtualEngine } from "../../../../test/support/virtual-engine.ts";

const streamArn = "arn:aws:kinesis:eu-west-1:123456789012:stream/d";
const bucket = { BucketARN: "arn:aws:s3:::b", ExpectedBucketOwner: "123456789012" };
const s3 = { StorageConfiguration: { ...bucket, CompressionType: "GZIP" } };
const tables = {
  DeadLetterQueueS3Configuration: bucket,
  S3TablesConfigurationList: [
    { TableBucketARN: "arn:t", Namespace: "n", TableName: "t", CompressionType: "ZSTD" },
  ],
};

const definition = (ChannelName: string, changed: object = {}) => ({
  ChannelName,
  ServiceExecutionRoleARN: "arn:aws:iam::123456789012:role/r",
  StreamConfigurationList: [
    { StreamARN: streamArn, RecordConfiguration: { RecordFormatType: "JSON" } },
  ],
  S3DestinationConfiguration: s3,
  ...changed,
});

type Description = Record<string, unknown> & { readonly ChannelARN: string };

function start() {
  const engine = virtualEngine({ limits: { streamTransitionMs: 100 } });
  const StreamModeDetails = { StreamMode: "ON_DEMAND" };
  engine.call("CreateStream", { StreamName: "d", StreamModeDetails });
  engine.clock.advanceMs(100);
  const create = (name: string, changed?: object) =>
    engine.call("CreateChannel", definition(name, changed))["ChannelDescription"] as Description;
  const describeOne = (ChannelARN: string) =>
    engine.call("DescribeChannel", { ChannelARN })["ChannelDescription"] as Description;
  return { ...engine, create, describeOne };
}

describe("a channel", () => {
  it("is described with its defaults, once it is there", () => {
    const { create, describeOne, clock } = start();
    const made = create("c");
    expect(made["ChannelStatus"]).toBe("CREATING");
    clock.advanceMs(100);
    const id = made["ChannelId"] as string;
    expect(describeOne(made.ChannelARN)).toMatchObject({
      ChannelARN: `arn:aws:kinesis:eu-west-1:123456789012:channel/${id}`,
      ChannelStatus: "ACTIVE",
      StreamConfigurationList: [
        { StreamARN: streamArn, RecordConfiguration: { RecordFormatType: "JSON" } },
      ],
      S3DestinationConfiguration: {
        DataFreshnessInSeconds: 300,
        StorageConfiguration: { StorageClass: "STANDARD", CompressionType: "GZIP" },
        DeadLetterQueueS3Configuration: {
          ...bucket,
          ErrorOutputPrefix: `kinesis-channel/errors/c/${id}/`,
        },
      },
      LoggingConfiguration: {
        CloudWatchLogs: { Enabled: false, LogGroupName: `/aws/kinesis/c/${id}` },
      },
    });
  });

  it("changes in its freshness and its logging", () => {
    const { create, call, clock, refusal } = start();
    const { ChannelARN } = create("c", {
      S3DestinationConfiguration: undefined,
      S3TablesDestinationConfiguration: tables,
    });
    const S3TablesDestinationConfiguration = { DataFreshnessInSeconds: 60 };
    const update = { ChannelARN, S3TablesDestinationConfiguration };
    expect(refusal("UpdateChannel", update)).toMatch(/^ResourceInUseException/);
    clock.advanceMs(100);
    const LoggingConfiguration = { CloudWatchLogs: { Enabled: true, LogGroupName: "/g" } };
    expect(call("UpdateChannel", { ...update, LoggingConfiguration })).toMatchObject({
      ChannelDescription: {
        ChannelStatus: "UPDATING",
        S3TablesDestinationConfiguration: { DataFreshnessInSeconds: 60 },
        LoggingConfiguration: {
          CloudWatchLogs: {
            Enabled: true,
            LogGroupName: "/g",
            LogStreamName: "DestinationDelivery",
          },
        },
      },
    });
    clock.advanceMs(100);
    const S3DestinationConfiguration = { DataFreshnessInSeconds: 60 };
    expect(refusal("UpdateChannel", { ChannelARN, S3DestinationConfiguration })).toMatch(
      /^InvalidArgumentException/,
    );
  });

  it("keeps its stream from being deleted, until it is gone", () => {
    const { create, call, clock, refusal } = start();
    const { ChannelARN } = create("c");
    expect(refusal("DeleteStream", { StreamName: "d" })).toMatch(/^ResourceInUseException/);
    call("DeleteChannel", { ChannelARN });
    clock.advanceMs(100);
    expect(refusal("DescribeChannel", { ChannelARN })).toMatch(/^ResourceNotFoundException/);
    expect(refusal("DeleteStream", { StreamName: "d" })).toBe("none");
  });

  it("is listed in pages and by stream", () => {
    const { create, call } = start();
    create("b");
    create("a");
    const first = call("ListChannels", { MaxResults: 1 });
    expect(first["ChannelSummaries"]).toMatchObject([
      { ChannelName: "a", ChannelDestinationType: "S3", Streams: [{ StreamARN: streamArn }] },
    ]);
    const { NextToken } = first;
    expect(call("ListChannels", { NextToken })["ChannelSummaries"]).toMatchObject([
      { ChannelName: "b" },
    ]);
    const StreamFilter = [{ StreamARN: streamArn.replace(/d$/, "s") }];
    expect(call("ListChannels", { StreamFilter })["ChannelSummaries"]).toEqual([]);
  });

  it.each([
    ["of two destinations", { S3TablesDestinationConfiguration: tables }, "InvalidArgument"],
    ["of no destination", { S3DestinationConfiguration: undefined }, "InvalidArgument"],
    ["of a taken name", { ChannelName: "a" }, "ResourceInUse"],
    ["that is the third of its stream", {}, "LimitExceeded"],
    [
      "of a provisioned stream",
      {
        StreamConfigurationList: [
          {
            StreamARN: streamArn.replace(/d$/, "s"),
            RecordConfiguration: { RecordFormatType: "JSON" },
          },
        ],
      },
      "Validation",
    ],
  ])("%s is refused", (_name, changed, code) => {
    const { create, refusal } = start();
    create("a");
    create("b");
    expect(refusal("CreateChannel", definition("c", changed))).toMatch(
      new RegExp(`^${code}Exception`),
    );
  });
});
