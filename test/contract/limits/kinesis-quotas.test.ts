import * as sdk from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import { kinesisBench, type KinesisBench } from "../../support/kinesis-bench.ts";
import { outcome, tally, times } from "../../support/outcomes.ts";
import { channelInput } from "./kinesis-control-plane-calls.ts";

const exceeded = "LimitExceededException";
const hourMs = 3_600_000;
const onDemand = { StreamModeDetails: { StreamMode: "ON_DEMAND" } } as const;
const provisioned = { StreamModeDetails: { StreamMode: "PROVISIONED" } } as const;

describe("Kinesis: quotas of a stream", { timeout: 600_000 }, () => {
  let bench: KinesisBench;

  beforeAll(async () => {
    bench = await kinesisBench();
  });
  afterAll(() => bench.close());

  const update = (StreamName: string, TargetShardCount: number) =>
    bench.client.send(
      new sdk.UpdateShardCountCommand({
        StreamName,
        TargetShardCount,
        ScalingType: "UNIFORM_SCALING",
      }),
    );

  it("shardsPerStreamMax: UpdateShardCount to at most double, half and 10,000", async () => {
    const { StreamName } = await bench.stream({ ShardCount: 3 });
    await expect(update(StreamName, 7)).rejects.toMatchObject({
      name: exceeded,
      message: expect.stringContaining("cannot scale up over double your current open shard count"),
    });
    await expect(update(StreamName, 1)).rejects.toMatchObject({
      name: exceeded,
      message: expect.stringContaining(
        "cannot scale down below half your current open shard count",
      ),
    });
    expect(["LimitExceededException", "ValidationException"]).toContain(
      await outcome(update(StreamName, 10_001)),
    );
    expect(await outcome(update(StreamName, 6))).toBe("accepted");
  });

  it.skipIf(elsewhere)(
    "shardCountUpdatesMax, shardCountUpdatesWindowMs: 10 in a rolling 24 hours",
    async () => {
      const { StreamName } = await bench.stream();
      for (let i = 0; i < 10; i++) {
        await update(StreamName, (i % 2) + 1);
        await bench.advance(hourMs);
      }
      expect(await outcome(update(StreamName, 2))).toBe(exceeded);
      await bench.advance(14 * hourMs);
      expect(await outcome(update(StreamName, 1))).toBe("accepted");
      expect(await outcome(update(StreamName, 2))).toBe(exceeded);
    },
  );

  it("modeSwitchesMax, modeSwitchesWindowMs: 2 in 24 hours", async () => {
    const { StreamName, StreamARN } = await bench.stream();
    const change = (input: typeof onDemand | typeof provisioned) =>
      bench.client.send(new sdk.UpdateStreamModeCommand({ StreamARN, ...input }));
    await change(onDemand);
    await bench.active(StreamName);
    await change(provisioned);
    await bench.active(StreamName);
    expect(await outcome(change(onDemand))).toBe(exceeded);
    if (elsewhere) return;
    await bench.advance(24 * hourMs);
    expect(await outcome(change(onDemand))).toBe("accepted");
  });

  it.skipIf(elsewhere)("encryptionChangesPerDay: 25 starts and 25 stops a day", async () => {
    const { StreamName } = await bench.stream();
    const encryption = { StreamName, EncryptionType: "KMS", KeyId: "alias/aws/kinesis" } as const;
    const start = () => bench.client.send(new sdk.StartStreamEncryptionCommand(encryption));
    const stop = () => bench.client.send(new sdk.StopStreamEncryptionCommand(encryption));
    for (let i = 0; i < 25; i++) await start();
    expect(await outcome(start())).toBe(exceeded);
    expect(await tally(times(26, stop))).toEqual({ accepted: 25, [exceeded]: 1 });
    await bench.advance(24 * hourMs);
    expect(await outcome(start())).toBe("accepted");
  });

  it("tagsPerResourceMax: 50 tags", async () => {
    const { StreamName } = await bench.stream();
    const tags = (from: number, count: number) =>
      Object.fromEntries(times(count, (i) => [`k${from + i}`, "v"]));
    const add = (Tags: Record<string, string>) =>
      bench.client.send(new sdk.AddTagsToStreamCommand({ StreamName, Tags }));
    await add(tags(0, 50));
    expect(await outcome(add(tags(50, 1)))).not.toBe("accepted");
    expect(await outcome(add(tags(49, 1)))).toBe("accepted");
  });

  it("retentionHours, retentionHoursMin, retentionHoursMax: 24 to 8,760 hours", async () => {
    const { StreamName } = await bench.stream();
    expect((await bench.active(StreamName)).RetentionPeriodHours).toBe(24);
    const name = { StreamName };
    const set = (RetentionPeriodHours: number) =>
      bench.client.send(
        RetentionPeriodHours > 24
          ? new sdk.IncreaseStreamRetentionPeriodCommand({ ...name, RetentionPeriodHours })
          : new sdk.DecreaseStreamRetentionPeriodCommand({ ...name, RetentionPeriodHours }),
      );
    expect(await outcome(set(8_761))).not.toBe("accepted");
    expect(await outcome(set(23))).not.toBe("accepted");
    expect(await outcome(set(8_760))).toBe("accepted");
    await bench.active(StreamName);
    expect(await outcome(set(24))).toBe("accepted");
  });

  it.skipIf(elsewhere)("channelsPerStreamMax: 2 channels", async () => {
    const { StreamARN } = await bench.stream(onDemand);
    const create = (name: string) =>
      bench.client.send(new sdk.CreateChannelCommand(channelInput(StreamARN, name)));
    expect(await outcome(create("a"))).toBe("accepted");
    expect(await outcome(create("b"))).toBe("accepted");
    expect(await outcome(create("c"))).toBe(exceeded);
  });
});

/** To fill an account to its brim is for an account of one's own. */
describe.skipIf(elsewhere)("Kinesis: quotas of an account", () => {
  async function withBench(
    kinesis: Readonly<Record<string, number>>,
    run: (bench: KinesisBench) => Promise<void>,
  ): Promise<void> {
    const bench = await kinesisBench({ region: "us-east-1", limits: { kinesis } });
    try {
      await run(bench);
    } finally {
      await bench.close();
    }
  }

  it("shardsPerAccountMax, onDemandStreamsMax: as DescribeLimits tells", () =>
    withBench({}, async (bench) => {
      expect(await bench.client.send(new sdk.DescribeLimitsCommand({}))).toMatchObject({
        ShardLimit: 20_000,
        OnDemandStreamCountLimit: 50,
      });
    }));

  it("shardsPerAccountMax: open shards of provisioned streams", () =>
    withBench({ shardsPerAccountMax: 6 }, async (bench) => {
      const { StreamName } = await bench.stream({ ShardCount: 3 });
      expect(await outcome(bench.stream({ ShardCount: 4 }))).toBe(exceeded);
      await bench.stream({ ShardCount: 3 });
      await bench.stream(onDemand);
      const NewStartingHashKey = String(1n << 100n);
      const split = { StreamName, ShardToSplit: "shardId-000000000000", NewStartingHashKey };
      expect(await outcome(bench.client.send(new sdk.SplitShardCommand(split)))).toBe(exceeded);
    }));

  it("onDemandStreamsMax: 50 on-demand streams", () =>
    withBench({}, async (bench) => {
      for (let i = 0; i < 50; i++) await bench.stream(onDemand);
      expect(await outcome(bench.stream(onDemand))).toBe(exceeded);
    }));

  it("streamsCreatingMax, streamTransitionMs: 5 streams in CREATING at once", () =>
    withBench({ streamTransitionMs: 2_000 }, async (bench) => {
      const create = (i: number) =>
        bench.client.send(new sdk.CreateStreamCommand({ StreamName: `s${i}`, ShardCount: 1 }));
      expect(await tally(times(6, create))).toEqual({ accepted: 5, [exceeded]: 1 });
      await bench.advance(2_000);
      expect(await outcome(create(7))).toBe("accepted");
    }));

  it("billingCommitmentMinMs: a commitment lasts 24 hours", () =>
    withBench({}, async (bench) => {
      const status = async () => {
        const settings = await bench.client.send(new sdk.DescribeAccountSettingsCommand({}));
        return settings.MinimumThroughputBillingCommitment?.Status;
      };
      for (const Status of ["ENABLED", "DISABLED"] as const) {
        const MinimumThroughputBillingCommitment = { Status };
        await bench.client.send(
          new sdk.UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment }),
        );
      }
      await bench.advance(24 * hourMs - 1);
      expect(await status()).toBe("ENABLED_UNTIL_EARLIEST_ALLOWED_END");
      await bench.advance(1);
      expect(await status()).toBe("DISABLED");
    }));
});
