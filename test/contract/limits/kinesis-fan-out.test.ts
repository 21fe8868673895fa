import {
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
  UpdateAccountSettingsCommand,
  type StartingPosition,
  type SubscribeToShardEvent,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import {
  firstShard,
  kinesisBench,
  recordsOf,
  type KinesisBench,
} from "../../support/kinesis-bench.ts";
import { outcome, tally, times } from "../../support/outcomes.ts";

const mib = 1_048_576;

/** Elsewhere, tests of minutes and of consumers that take seconds to be made are left out. */
describe.skipIf(elsewhere)("Kinesis: fan-out", () => {
  let bench: KinesisBench;

  beforeAll(async () => {
    bench = await kinesisBench({
      // What fan-out gives is to be the bound, not what was written.
      limits: { kinesis: { writeBytesPerSecondPerShard: 64 * mib } },
    });
  });
  afterAll(() => bench.close());

  const register = (StreamARN: string, ConsumerName: string) =>
    bench.client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));

  async function consumer() {
    const stream = await bench.stream();
    const { Consumer } = await register(stream.StreamARN, "c");
    return { ...stream, ConsumerARN: Consumer?.ConsumerARN as string };
  }

  async function subscribe(
    ConsumerARN: string,
    StartingPosition: StartingPosition = { Type: "TRIM_HORIZON" },
  ) {
    const input = { ConsumerARN, ShardId: firstShard, StartingPosition };
    const { EventStream = [] } = await bench.client.send(new SubscribeToShardCommand(input));
    const events = (
      EventStream as AsyncIterable<{ SubscribeToShardEvent?: SubscribeToShardEvent }>
    )[Symbol.asyncIterator]();
    return async () => {
      const { done, value } = await events.next();
      return done ? undefined : value.SubscribeToShardEvent;
    };
  }

  async function untilEnd(next: () => Promise<SubscribeToShardEvent | undefined>): Promise<void> {
    while (await next()) continue;
  }

  /** Puts the time forward by little steps until there is an answer. */
  async function awaited<T>(answer: Promise<T>): Promise<T> {
    const notYet = Symbol("not yet");
    for (;;) {
      await bench.advance(10);
      const roundTrip = fetch(bench.target.endpoint as string).then(() => notYet);
      const first = await Promise.race([answer, roundTrip]);
      if (first !== notYet) return first as T;
    }
  }

  it("fanOutBytesPerSecond: 2 MiB/s a consumer and shard", async () => {
    const { StreamName, ConsumerARN } = await consumer();
    await bench.put(StreamName, recordsOf(120, 50 * 1_024));
    const next = await subscribe(ConsumerARN);
    let bytes = 0;
    while (bytes < 120 * 50 * 1_024) {
      const event = await awaited(next());
      for (const record of event?.Records ?? []) bytes += (record.Data?.length ?? 0) + 1;
      // All was written at one time: this is how long it took to here, where more is to come.
      const seconds = (event?.MillisBehindLatest ?? 0) / 1_000;
      const allowed = seconds > 0 ? 2 * mib * (1 + seconds) + 65_536 : Infinity;
      expect(bytes).toBeLessThanOrEqual(allowed);
    }
  });

  it("subscriptionLifeMs, fanOutIdleEventMs: it lives 5 minutes", async () => {
    const { StreamName, ConsumerARN } = await consumer();
    const next = await subscribe(ConsumerARN);
    await bench.advance(5_000);
    expect((await next())?.Records).toEqual([]);
    await bench.advance(294_999);
    await bench.put(StreamName, recordsOf(1, 10));
    while ((await next())?.Records?.length === 0) continue;
    await bench.advance(1);
    expect(await outcome(untilEnd(next))).toBe("accepted");
  });

  it("subscriptionTakeoverMs: another subscription takes over after 5 s", async () => {
    const { ConsumerARN } = await consumer();
    const next = await subscribe(ConsumerARN);
    const lost = outcome(untilEnd(next));
    await bench.advance(4_999);
    expect(await outcome(subscribe(ConsumerARN))).toBe("ResourceInUseException");
    await bench.advance(1);
    expect(await outcome(subscribe(ConsumerARN))).toBe("accepted");
    expect(await lost).toBe("ResourceInUseException");
  });

  it("subscribeToShardPerSecond: 1 call a second, those that fail as well", async () => {
    const { ConsumerARN } = await consumer();
    const wrong: StartingPosition = { Type: "AT_SEQUENCE_NUMBER", SequenceNumber: "1" };
    const calls = await tally(times(3, () => subscribe(ConsumerARN, wrong)));
    expect(calls).toEqual({ InvalidArgumentException: 1, LimitExceededException: 2 });
    await bench.advance(1_000);
    expect(await outcome(subscribe(ConsumerARN))).toBe("accepted");
  });

  it("consumersPerStreamMax: 20 consumers a stream", async () => {
    const { StreamARN } = await bench.stream();
    for (let i = 0; i < 20; i++) await register(StreamARN, `c${i}`);
    expect(await outcome(register(StreamARN, "c20"))).toBe("LimitExceededException");
  });

  it("consumersPerAdvantageStreamMax: 50 consumers with On-demand Advantage", async () => {
    const Status = "ENABLED";
    const MinimumThroughputBillingCommitment = { Status } as const;
    await bench.client.send(
      new UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment }),
    );
    const StreamModeDetails = { StreamMode: "ON_DEMAND" } as const;
    const { StreamARN } = await bench.stream({ StreamModeDetails });
    for (let i = 0; i < 50; i++) await register(StreamARN, `c${i}`);
    expect(await outcome(register(StreamARN, "c50"))).toBe("LimitExceededException");
  });

  it("consumersCreatingMax, consumerTransitionMs: 5 consumers in CREATING at once", async () => {
    const slow = await kinesisBench({ limits: { kinesis: { consumerTransitionMs: 2_000 } } });
    try {
      const { StreamARN } = await slow.stream();
      const make = (i: number) =>
        slow.client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: `c${i}` }));
      expect(await tally(times(6, make))).toEqual({ accepted: 5, LimitExceededException: 1 });
      await slow.advance(2_000);
      expect(await outcome(make(6))).toBe("accepted");
    } finally {
      await slow.close();
    }
  });

  it("fanOutEventBytesMax, fanOutEventRecordsMax: how much an event carries", async () => {
    const { StreamName, ConsumerARN } = await consumer();
    await bench.put(StreamName, [...recordsOf(3, 30_000), ...recordsOf(1, 100_000)]);
    const next = await subscribe(ConsumerARN);
    expect((await next())?.Records).toHaveLength(2);
    expect((await next())?.Records).toHaveLength(1);
    expect((await next())?.Records).toHaveLength(1);
  });
});
