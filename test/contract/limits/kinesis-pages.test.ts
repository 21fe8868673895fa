import * as sdk from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import { kinesisBench, type KinesisBench } from "../../support/kinesis-bench.ts";
import { outcome, times } from "../../support/outcomes.ts";
import { channelInput } from "./kinesis-control-plane-calls.ts";

describe("Kinesis: pages", { timeout: 300_000 }, () => {
  let bench: KinesisBench;

  beforeAll(async () => {
    bench = await kinesisBench();
  });
  afterAll(() => bench.close());

  it("nextTokenLifeMs: a token is good for 300 s", async () => {
    const { StreamName } = await bench.stream({ ShardCount: 2 });
    const list = (input: sdk.ListShardsCommandInput) =>
      bench.client.send(new sdk.ListShardsCommand(input));
    const { NextToken } = await list({ StreamName, MaxResults: 1 });
    expect((await list({ NextToken })).Shards).toHaveLength(1);
    if (elsewhere) return;
    await bench.advance(300_000);
    expect(await outcome(list({ NextToken }))).toBe("accepted");
    await bench.advance(1);
    expect(await outcome(list({ NextToken }))).toBe("ExpiredNextTokenException");
  });

  // A thousand shards cost some dollars an hour.
  it.skipIf(elsewhere)("listShardsMax, describeStreamMax: 1,000 and 100 shards", async () => {
    const { StreamName } = await bench.stream({ ShardCount: 1_001 });
    const listed = await bench.client.send(new sdk.ListShardsCommand({ StreamName }));
    expect(listed.Shards).toHaveLength(1_000);
    expect(listed.NextToken).toBeDefined();
    const described = await bench.client.send(new sdk.DescribeStreamCommand({ StreamName }));
    expect(described.StreamDescription?.Shards).toHaveLength(100);
    expect(described.StreamDescription?.HasMoreShards).toBe(true);
  });

  it.skipIf(elsewhere)("listStreamsMax: 100 streams", async () => {
    for (let i = 0; i < 101; i++) {
      const input = { StreamName: `list-${i}`, ShardCount: 1 };
      await bench.client.send(new sdk.CreateStreamCommand(input));
    }
    const { StreamNames, HasMoreStreams } = await bench.client.send(new sdk.ListStreamsCommand({}));
    expect(StreamNames).toHaveLength(100);
    expect(HasMoreStreams).toBe(true);
  });

  it.skipIf(elsewhere)("listStreamConsumersMax, listChannelsMax: as many as are set", async () => {
    const kinesis = { listStreamConsumersMax: 2, listChannelsMax: 2 };
    const small = await kinesisBench({ limits: { kinesis } });
    const { StreamARN } = await small.stream();
    for (const ConsumerName of times(3, (i) => `c${i}`)) {
      await small.client.send(new sdk.RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
    }
    const list = new sdk.ListStreamConsumersCommand({ StreamARN });
    const { Consumers, NextToken } = await small.client.send(list);
    expect(Consumers).toHaveLength(2);
    expect(NextToken).toBeDefined();
    const StreamModeDetails = { StreamMode: "ON_DEMAND" } as const;
    const onDemand = await small.stream({ StreamModeDetails });
    const another = await small.stream({ StreamModeDetails });
    for (const [ARN, name] of [
      [onDemand.StreamARN, "a"],
      [onDemand.StreamARN, "b"],
      [another.StreamARN, "c"],
    ] as const) {
      await small.client.send(new sdk.CreateChannelCommand(channelInput(ARN, name)));
    }
    const channels = await small.client.send(new sdk.ListChannelsCommand({}));
    expect(channels.ChannelSummaries).toHaveLength(2);
    await small.close();
  });
});
