import type { GaugeReading } from "../metrics/metrics.ts";
import type { KinesisAccount } from "./account.ts";
import type { Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";

/** All streams in short, as the admin endpoint lists them. */
export function inspectStreams(account: KinesisAccount): readonly object[] {
  const nowMs = account.nowMs();
  return account.streams().map((stream) => head(stream, nowMs));
}

/** A stream with its shards and consumers; undefined where there is none of the name. */
export function inspectStream(account: KinesisAccount, name: string): object | undefined {
  const stream = account.lookUp(name);
  if (!stream) return undefined;
  const nowMs = account.nowMs();
  return {
    ...head(stream, nowMs),
    arn: stream.arn,
    created: new Date(stream.createdMs).toISOString(),
    retentionHours: stream.settings.retentionHours,
    shards: stream.shards.all().map(inspectShard),
    consumers: stream.consumers.list(nowMs).map((consumer) => ({
      name: consumer.name,
      status: consumer.status(nowMs),
    })),
  };
}

export function streamGauges(account: KinesisAccount): readonly GaugeReading[] {
  const nowMs = account.nowMs();
  return account.streams().map((stream) => {
    const value = stream.openShardCount(nowMs);
    return { metric: "OpenShardCount", resource: stream.name, value };
  });
}

function head(stream: Stream, nowMs: number): object {
  const shards = stream.shards.all();
  const sum = (of: (shard: Shard) => number) => shards.reduce((all, shard) => all + of(shard), 0);
  return {
    name: stream.name,
    status: stream.status(nowMs),
    mode: stream.settings.mode,
    openShards: stream.openShardCount(nowMs),
    closedShards: shards.length - stream.shards.open.length,
    records: sum(({ records }) => records),
    storedBytes: sum(({ storedBytes }) => storedBytes),
    consumerCount: stream.consumers.list(nowMs).length,
    throttledRecords: sum(({ writes }) => writes.throttled),
    throttledReads: sum(({ reads }) => reads.throttled),
  };
}

function inspectShard(shard: Shard): object {
  return {
    id: shard.id,
    state: shard.isOpen ? "open" : "closed",
    parents: shard.parentIds,
    startingHashKey: String(shard.range.start),
    endingHashKey: String(shard.range.end),
    records: shard.records,
    storedBytes: shard.storedBytes,
    throttledRecords: shard.writes.throttled,
    throttledReads: shard.reads.throttled,
  };
}
