import { describeChildShard } from "../describe.ts";
import type { StreamedEvent } from "../event-stream.ts";
import type { Shard, ShardPage } from "../shard.ts";
import { ShardRecords } from "../shard-records.ts";

/**
 * The members of a SubscribeToShardEvent. The last event of a closed shard has ChildShards and no
 * ContinuationSequenceNumber, all others the reverse: the KCL refuses events that are neither.
 */
export interface SubscribeToShardEvent {
  readonly Records: ShardRecords;
  readonly ContinuationSequenceNumber?: string;
  readonly MillisBehindLatest: number;
  readonly ChildShards?: readonly object[];
}

export function recordsEvent(
  shard: Shard,
  page: ShardPage,
  { nowMs, millisBehind }: { readonly nowMs: number; readonly millisBehind: number },
): StreamedEvent {
  return event({
    Records: page.records,
    ContinuationSequenceNumber: shard.continuation(page.next, nowMs),
    MillisBehindLatest: millisBehind,
  });
}

/** Tells a client that has read all that the connection lives, and how far time has gone on. */
export function emptyEvent(shard: Shard, ordinal: number, nowMs: number): StreamedEvent {
  return event({
    Records: ShardRecords.none,
    ContinuationSequenceNumber: shard.continuation(ordinal, nowMs),
    MillisBehindLatest: 0,
  });
}

/** All of a closed shard has been read: its children hold what comes after. */
export function endOfShardEvent(shard: Shard): StreamedEvent {
  const ChildShards = shard.children.map(describeChildShard);
  return event({ Records: ShardRecords.none, MillisBehindLatest: 0, ChildShards });
}

function event(members: SubscribeToShardEvent): StreamedEvent {
  return { type: "SubscribeToShardEvent", members };
}
