import { hash } from "node:crypto";
import { Random } from "../../src/core/random.ts";
import { KinesisEngine } from "../../src/emulator/kinesis/engine.ts";
import { StateKeeper } from "../../src/emulator/kinesis/state-keeper.ts";
import { StreamStore } from "../../src/emulator/kinesis/stream-store.ts";
import { engineContext } from "./engine-context.ts";
import { listed } from "./shard-records.ts";
import { unmeteredControlPlane } from "./unmetered-control-plane.ts";
import { VirtualTime } from "./virtual-time.ts";

type Answer = Record<string, unknown> & {
  readonly Shards: readonly { readonly ShardId: string }[];
  readonly Records: readonly { readonly data: Buffer }[];
  readonly ShardIterator: string;
  readonly NextShardIterator: string | undefined;
  readonly NextToken: string;
};
type Call = (operation: string, input?: object) => Answer;

/** The day of an on-demand stream is compressed sixty times. */
const limits = {
  ...unmeteredControlPlane,
  streamTransitionMs: 500,
  consumerTransitionMs: 500,
  onDemandScaleIntervalMs: 15_000,
  onDemandSampleMs: 1_000,
};

/** A life of Kinesis on a data directory, under a time that moves when it is told to. */
export interface KinesisLife {
  readonly call: Call;
  readonly time: VirtualTime;
  readonly put: (stream: string, count: number) => void;
}

/**
 * Kinesis with what an earlier life left in the directory. Nothing of it is ever closed: the next
 * life begins as after a kill.
 */
export function kinesisLife(directory: string, before?: KinesisLife): KinesisLife {
  const time = new VirtualTime(before?.time.clock.epochMs());
  const store = new StreamStore({ directory, policy: "write" });
  const random = Random.from("test", before ? "again" : "first");
  const context = engineContext({ random }, time);
  const engine = new KinesisEngine({
    context,
    limits,
    logs: store,
    keeper: new StateKeeper(store),
  });
  const call: Call = (operation, input = {}) => {
    const answer = listed(engine.call(operation, input) as Answer);
    engine.saveStates();
    void store.commit();
    return answer;
  };
  return {
    call,
    time,
    put: (StreamName, count) => {
      const Records = Array.from({ length: count }, (_, i) => ({
        PartitionKey: `key ${i}`,
        Data: Buffer.from(`${StreamName} ${i}`),
      }));
      call("PutRecords", { StreamName, Records });
      time.advanceMs(600);
    },
  };
}

/** What a stream was before a restart and is after it, told at the same time of day. */
export function acrossRestart(directory: string, life: KinesisLife, name: string) {
  const again = kinesisLife(directory, life);
  const [before, after] = [life, again].map((one) => everything(one, name));
  return { before, after, again };
}

export const arnOf = (stream: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${stream}`;

/** All that the API tells of a stream, and all that it holds. */
function everything(life: KinesisLife, StreamName: string): object {
  const { call } = life;
  const StreamARN = arnOf(StreamName);
  const { Shards } = call("ListShards", { StreamName });
  const { Consumers } = call("ListStreamConsumers", { StreamARN }) as unknown as {
    Consumers: readonly { readonly ConsumerARN: string }[];
  };
  return {
    stream: call("DescribeStream", { StreamName }),
    summary: call("DescribeStreamSummary", { StreamName }),
    tags: call("ListTagsForStream", { StreamName }),
    policy: policyOf(call, StreamARN),
    consumers: Consumers.map(({ ConsumerARN }) => [
      call("DescribeStreamConsumer", { ConsumerARN }),
      call("ListTagsForResource", { ResourceARN: ConsumerARN }),
      policyOf(call, ConsumerARN),
    ]),
    shards: Shards,
    records: Shards.map(({ ShardId }) =>
      ["TRIM_HORIZON", "LATEST"].map((from) => read(life, { StreamName, ShardId }, from)),
    ),
  };
}

function policyOf(call: Call, ResourceARN: string): object | string {
  try {
    return call("GetResourcePolicy", { ResourceARN });
  } catch (error) {
    return (error as Error).message;
  }
}

/** One page of a shard; large records are compared by what they come to. */
export function read(
  { call, time }: KinesisLife,
  shard: { readonly StreamName: string; readonly ShardId: string },
  ShardIteratorType: string,
) {
  const { ShardIterator } = call("GetShardIterator", { ...shard, ShardIteratorType });
  const { Records, MillisBehindLatest, ChildShards } = call("GetRecords", { ShardIterator });
  time.advanceMs(6_000);
  const records = Records.map((one) => ({ ...one, data: hash("md5", one.data) }));
  return { records, MillisBehindLatest, ChildShards };
}
