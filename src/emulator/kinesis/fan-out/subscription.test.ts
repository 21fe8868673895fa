import { describe, expect, it } from "vitest";
import { listed } from "../../../../test/support/shard-records.ts";
import { record, startMs, virtualEngine } from "../../../../test/support/virtual-engine.ts";
import { KinesisError } from "../errors.ts";
import type { EventStream } from "../event-stream.ts";
import type { SubscribeToShardEvent } from "./subscription-event.ts";

const StreamARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/s";
const ShardId = "shardId-000000000000";

/** An engine with a consumer, and subscriptions that are told as short texts. */
function engine(limits: NonNullable<Parameters<typeof virtualEngine>[0]["limits"]> = {}) {
  const free = { writeBytesPerSecondPerShard: 1e9, writeRecordsPerSecondPerShard: 1e9, ...limits };
  const made = virtualEngine({ limits: free });
  const { Consumer } = made.call("RegisterStreamConsumer", { StreamARN, ConsumerName: "c" });
  const { ConsumerARN } = Consumer as { readonly ConsumerARN: string };
  const input = (StartingPosition: object) => ({ ConsumerARN, ShardId, StartingPosition });
  return {
    ...made,
    ConsumerARN,
    subscribe: (position: object = { Type: "TRIM_HORIZON" }) =>
      reader(made.call("SubscribeToShard", input(position)) as unknown as EventStream),
    subscribeRefusal: (position: object = { Type: "LATEST" }) =>
      made.refusal("SubscribeToShard", input(position)),
  };
}

/** Asks for one event at a time; `told` is what it was, and undefined while it is waited for. */
function reader(stream: EventStream) {
  const events = stream.events[Symbol.asyncIterator]();
  const state: { told?: string | undefined; event?: SubscribeToShardEvent } = {};
  const ask = () => {
    state.told = undefined;
    events.next().then(
      ({ done, value }) => {
        if (!done) state.event = listed(value.members as SubscribeToShardEvent);
        state.told = done ? "end" : `${state.event?.Records.length} records`;
      },
      (error: unknown) => {
        state.told = error instanceof KinesisError ? error.code : String(error);
      },
    );
  };
  return {
    ask,
    /** What has come by now, once all that is under way has been done. */
    told: async () => {
      await new Promise(setImmediate);
      return state.told;
    },
    next: async () => {
      ask();
      await new Promise(setImmediate);
      return state.told;
    },
    event: () => state.event,
    leave: () => events.return?.(),
  };
}

describe("records", () => {
  it("are pushed when they come, those of one call in one event", async () => {
    const { subscribe, put, time } = engine();
    const subscription = subscribe({ Type: "LATEST" });
    subscription.ask();
    time.advanceMs(1_000);
    expect(await subscription.told()).toBeUndefined();
    put(10, 20, 30);
    expect(await subscription.told()).toBe("3 records");
    expect(subscription.event()).toMatchObject({
      MillisBehindLatest: 0,
      Records: [{ partitionKey: "pk", arrivalMs: startMs + 1_000 }, {}, {}],
    });
    expect(subscription.event()).not.toHaveProperty("ChildShards");
  });

  it("wait in the shard while the client does not read", async () => {
    const { subscribe, put, time } = engine();
    const subscription = subscribe();
    put(10);
    expect(await subscription.next()).toBe("1 records");
    put(10, 10);
    time.advanceMs(60_000);
    put(10);
    expect(await subscription.next()).toBe("3 records");
  });

  it.each([
    [{ Type: "TRIM_HORIZON" }, 3],
    [{ Type: "LATEST" }, 0],
    [{ Type: "AT_TIMESTAMP", Timestamp: startMs / 1_000 + 2 }, 1],
  ])("begin at %o", async (position, expected) => {
    const { subscribe, put, time } = engine();
    for (let i = 0; i < 3; i++) {
      put(10);
      time.advanceMs(1_000);
    }
    const subscription = subscribe(position);
    expect(await subscription.next()).toBe(expected > 0 ? `${expected} records` : undefined);
  });

  it.each(["AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"])(
    "go on %s of where another subscription was",
    async (Type) => {
      const { subscribe, put, time } = engine();
      const first = subscribe();
      put(10, 10);
      time.advanceMs(1_000);
      await first.next();
      const SequenceNumber = first.event()?.ContinuationSequenceNumber;
      time.advanceMs(5_000);
      put(30);
      const second = subscribe({ Type, SequenceNumber });
      expect(await second.next()).toBe("1 records");
    },
  );

  it("come in events of bounded size, a larger record alone", async () => {
    const { subscribe, put } = engine({ fanOutEventBytesMax: 100, fanOutEventRecordsMax: 3 });
    const subscription = subscribe();
    put(40, 60, 10, 400, 10, 10, 10, 10);
    const sizes: unknown[] = [];
    for (let i = 0; i < 5; i++) sizes.push(await subscription.next());
    expect(sizes).toEqual([2, 1, 1, 3, 1].map((count) => `${count} records`));
  });
});

describe("bandwidth", () => {
  it("is 2 MiB/s: what exceeds it is sent later", async () => {
    const { subscribe, call, time } = engine({ fanOutEventBytesMax: 1_048_576 });
    const Records = Array.from({ length: 8 }, () => record(1_048_576));
    call("PutRecords", { StreamName: "s", Records });
    const subscription = subscribe();
    const bursts: number[] = [];
    subscription.ask();
    for (let second = 0; second < 4; second++) {
      let records = 0;
      while ((await subscription.told()) === "1 records") {
        records++;
        subscription.ask();
      }
      bursts.push(records);
      time.advanceMs(1_000);
    }
    // One second's worth is there at first, and the last event of a burst draws ahead.
    expect(bursts).toEqual([3, 2, 2, 1]);
  });

  it("is kept from one subscription to the next", async () => {
    const { subscribe, put, time } = engine({ fanOutBytesPerSecond: 100 });
    const first = subscribe();
    put(1_100);
    expect(await first.next()).toBe("1 records");
    time.advanceMs(5_000);
    put(10);
    const second = subscribe({ Type: "LATEST" });
    put(10);
    expect(await second.next()).toBeUndefined();
    time.advanceMs(5_000);
    expect(await second.told()).toBe("1 records");
  });
});

describe("the life of a subscription", () => {
  it("has empty events while nothing comes, and ends after 5 minutes", async () => {
    const { subscribe, time } = engine();
    const subscription = subscribe();
    let empty = 0;
    subscription.ask();
    for (let second = 0; second < 299; second++) {
      time.advanceMs(1_000);
      if ((await subscription.told()) !== "0 records") continue;
      empty++;
      subscription.ask();
    }
    expect(empty).toBe(59);
    expect(subscription.event()).toMatchObject({ Records: [], MillisBehindLatest: 0 });
    time.advanceMs(1_000);
    expect(await subscription.told()).toBe("end");
  });

  it("lets its wait end when the client has gone", async () => {
    const { subscribe } = engine();
    const subscription = subscribe();
    subscription.ask();
    void subscription.leave();
    expect(await subscription.told()).toBe("end");
  });

  it.each([
    ["its consumer", "DeregisterStreamConsumer", {}],
    ["its stream", "DeleteStream", { EnforceConsumerDeletion: true }],
  ])("ends with %s", async (_name, operation, more) => {
    const { subscribe, call, ConsumerARN } = engine();
    const waiting = subscribe();
    waiting.ask();
    call(operation, { StreamARN, ...more, ConsumerARN });
    expect(await waiting.told()).toBe("ResourceNotFoundException");
    expect(await waiting.next()).toBe("end");
  });
});

describe("the end of a closed shard", () => {
  it("comes after its last record, with the children and no place to go on from", async () => {
    const { subscribe, call, put } = engine();
    const subscription = subscribe();
    put(10);
    expect(await subscription.next()).toBe("1 records");
    subscription.ask();
    const NewStartingHashKey = String(1n << 127n);
    call("SplitShard", { StreamName: "s", ShardToSplit: ShardId, NewStartingHashKey });
    expect(await subscription.told()).toBe("0 records");
    expect(subscription.event()).toMatchObject({
      ChildShards: [
        { ShardId: "shardId-000000000001", ParentShards: [ShardId] },
        { ShardId: "shardId-000000000002", ParentShards: [ShardId] },
      ],
    });
    expect(subscription.event()).not.toHaveProperty("ContinuationSequenceNumber");
    expect(await subscription.next()).toBe("end");
  });
});

describe("a second call for the same shard", () => {
  it("is refused for 5 s, and then takes over", async () => {
    const { subscribe, subscribeRefusal, time } = engine();
    const first = subscribe();
    first.ask();
    time.advanceMs(4_999);
    expect(subscribeRefusal()).toBe(
      "ResourceInUseException: Another active subscription exists for this consumer: " +
        "123456789012:s:shardId-000000000000:c",
    );
    time.advanceMs(1);
    await first.told();
    first.ask();
    const second = subscribe();
    expect(await first.told()).toBe("ResourceInUseException");
    expect(await second.next()).toBeUndefined();
  });

  it("does not take over as a dry run", async () => {
    const { subscribe, refusal, ConsumerARN, time } = engine();
    const first = subscribe();
    time.advanceMs(5_000);
    const StartingPosition = { Type: "LATEST" };
    const dry = { ConsumerARN, ShardId, StartingPosition, DryRun: true };
    expect(refusal("SubscribeToShard", dry)).toMatch(/^DryRunOperationException: /);
    expect(await first.next()).toBe("0 records");
  });

  it("is limited to one a second after a call that failed", () => {
    const { subscribe, subscribeRefusal, time } = engine();
    expect(subscribeRefusal({ Type: "AT_TIMESTAMP" })).toMatch(/^InvalidArgumentException/);
    time.advanceMs(999);
    expect(subscribeRefusal()).toMatch(/^LimitExceededException: Rate exceeded for consumer arn/);
    time.advanceMs(1);
    subscribe();
  });
});

describe("who may not subscribe", () => {
  it("a consumer that is being made", () => {
    const { subscribeRefusal } = engine({ consumerTransitionMs: 500 });
    expect(subscribeRefusal()).toBe(
      "ResourceInUseException: Consumer c with creation timestamp 1795262400 under stream: s , " +
        "account 123456789012 is not in ACTIVE status.",
    );
  });

  it("one that is not there, or to a shard that is not there", () => {
    const { refusal, ConsumerARN } = engine();
    const StartingPosition = { Type: "LATEST" };
    const other = { ConsumerARN: ConsumerARN.replace("/c:", "/d:"), ShardId, StartingPosition };
    expect(refusal("SubscribeToShard", other)).toMatch(/^ResourceNotFoundException: Consumer d/);
    const elsewhere = { ConsumerARN, ShardId: "shardId-000000000007", StartingPosition };
    expect(refusal("SubscribeToShard", elsewhere)).toMatch(/^ResourceNotFoundException: Shard/);
  });
});
