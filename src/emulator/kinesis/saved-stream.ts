import { z } from "zod";
import { checkState, damaged } from "../storage/saved-state.ts";
import type { KinesisAccount } from "./account.ts";
import { Consumer } from "./fan-out/consumer.ts";
import { hashKeyMax } from "../../core/hash-ranges.ts";
import { shardsOf } from "./new-shard.ts";
import { OnDemandScaler } from "./on-demand.ts";
import type { Shard } from "./shard.ts";
import { type SavedShard, ShardMap } from "./shard-map.ts";
import type { SavedState } from "./state-store.ts";
import { Stream } from "./stream.ts";

const ms = z.number();
const count = z.int().min(0);
const uses = z.array(ms);
/** Pairs: any text may be a key. */
const tags = z.array(z.tuple([z.string(), z.string()]));
/** 32 hexadecimal digits. */
const hashKey = z.string().regex(/^[0-9a-f]{32}$/);

const settings = z.strictObject({
  mode: z.enum(["PROVISIONED", "ON_DEMAND"]),
  distribution: z.enum(["AUTO", "USER_PARTITION_KEY"]),
  retentionHours: count,
  maxRecordSizeKiB: count,
  kmsKeyId: z.string().optional(),
  shardLevelMetrics: z.array(z.string()),
  resourcePolicy: z.string().optional(),
  encryptionStarts: uses,
  encryptionStops: uses,
  tags,
});

const consumer = z.strictObject({
  name: z.string(),
  createdMs: ms,
  deletedMs: ms.optional(),
  resourcePolicy: z.string().optional(),
  tags,
});

const shard = z.strictObject({
  index: count,
  start: hashKey,
  end: hashKey,
  createdMs: ms,
  createdS: count,
  parentIds: z.array(z.string()).max(2),
  endMs: ms.optional(),
});

const scaler = z.strictObject({
  sampledFromMs: ms,
  scaledAtMs: ms,
  peaks: z.array(z.strictObject({ atMs: ms, bytesPerSecond: z.number() })),
  warmMiBps: z.number().optional(),
  bytesPerSecond: z.number(),
  /** Shards, by index. */
  hot: z.array(count),
});

/** A stream without its records, as it is saved. ARNs follow from the account. */
const schema = z.strictObject({
  format: z.literal(1),
  name: z.string().min(1),
  createdMs: ms,
  settings,
  updatedMs: ms.optional(),
  deletedMs: ms.optional(),
  horizonMs: ms.optional(),
  shardCountUpdates: uses,
  modeSwitches: uses,
  nextShardIndex: count,
  shards: z.array(shard),
  consumers: z.array(consumer),
  scaler: scaler.optional(),
});

const form = { format: 1, schema };

type State = z.infer<typeof schema>;

/**
 * All of a stream that a restart brings back. Not in it: records, which are in their logs; what
 * meters have counted, which begin anew and full; subscriptions, which end with the process.
 */
export function streamState(stream: Stream): State {
  const { nextIndex, shards } = stream.shards.state;
  const scaler = stream.scaler?.saved;
  return {
    format: 1,
    name: stream.name,
    createdMs: stream.createdMs,
    settings: {
      ...stream.settings,
      shardLevelMetrics: [...stream.settings.shardLevelMetrics],
      tags: [...stream.settings.tags],
    },
    ...stream.history,
    nextShardIndex: nextIndex,
    shards: shards.map(({ range, parentIds, ...rest }) => ({
      ...rest,
      start: hex(range.start),
      end: hex(range.end),
      parentIds: [...parentIds],
    })),
    consumers: stream.consumers.all().map((one) => ({
      name: one.name,
      createdMs: one.createdMs,
      deletedMs: one.deletedMs,
      resourcePolicy: one.resourcePolicy,
      tags: [...one.tags],
    })),
    scaler: scaler && {
      ...scaler.state,
      peaks: [...scaler.state.peaks],
      hot: [...scaler.hot].map(({ index }) => index),
    },
  };
}

/**
 * The stream that was saved, with the records that its logs have.
 *
 * @throws AforoError, or CorruptSegment, where a file is not as it was written.
 */
export function restoreStream(account: KinesisAccount, saved: SavedState): Stream {
  const state = checkState(saved.file, saved.state, form);
  checkRanges(state, saved.file);
  const { name, createdMs, shardCountUpdates, modeSwitches } = state;
  const { limits } = account;
  const shards = restoreShards(account, state);
  const arn = account.arnOf(name);
  const { kmsKeyId, resourcePolicy } = state.settings;
  const stream = new Stream({
    name,
    arn,
    createdMs,
    transitionMs: limits.streamTransitionMs,
    settings: { ...state.settings, kmsKeyId, resourcePolicy, tags: new Map(state.settings.tags) },
    shards,
    scaler: restoreScaler(account, state.scaler, shards),
    history: {
      updatedMs: state.updatedMs,
      deletedMs: state.deletedMs,
      horizonMs: state.horizonMs,
      shardCountUpdates,
      modeSwitches,
    },
  });
  if (stream.id !== saved.id) throw damaged(saved.file, "its id is not that of its stream");
  for (const one of state.consumers) {
    const transitionMs = limits.consumerTransitionMs;
    const restored = { ...one, streamArn: arn, transitionMs, tags: new Map(one.tags) };
    stream.consumers.add(new Consumer(restored));
  }
  return stream;
}

function restoreShards(account: KinesisAccount, state: State): ShardMap {
  const shards = state.shards.map(({ start, end, endMs, ...seed }): SavedShard => {
    return { ...seed, endMs, range: { start: BigInt(`0x${start}`), end: BigInt(`0x${end}`) } };
  });
  return ShardMap.restore(shardsOf(account, state), { nextIndex: state.nextShardIndex, shards });
}

function restoreScaler(
  account: KinesisAccount,
  saved: State["scaler"],
  shards: ShardMap,
): OnDemandScaler<Shard> | undefined {
  if (!saved) return undefined;
  const { hot, warmMiBps, ...state } = saved;
  return new OnDemandScaler(account.limits, account.nowMs(), {
    state: { ...state, warmMiBps },
    hot: hot.flatMap((index) => shards.byIndex(index) ?? []),
  });
}

/** @throws AforoError where the open shards do not hold every hash key exactly once. */
function checkRanges(state: State, file: string): void {
  const open = state.shards.filter(({ endMs }) => endMs === undefined);
  let next = 0n;
  for (const { start, end } of open.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    if (BigInt(`0x${start}`) !== next) break;
    next = BigInt(`0x${end}`) + 1n;
  }
  if (next !== hashKeyMax + 1n) throw damaged(file, "its open shards do not hold every hash key");
}

function hex(hashKey: bigint): string {
  return hashKey.toString(16).padStart(32, "0");
}
