import { KinesisError } from "./errors.ts";
import type { Shard } from "./shard.ts";
import type { Stream } from "./stream.ts";
import type { InputOf } from "./validation/rules.ts";
import { nameRule } from "./validation/common.ts";

export const shardFilterRule = {
  type: "Structure",
  members: {
    Type: {
      type: "String",
      required: true,
      values: [
        "AFTER_SHARD_ID",
        "AT_TRIM_HORIZON",
        "FROM_TRIM_HORIZON",
        "AT_LATEST",
        "AT_TIMESTAMP",
        "FROM_TIMESTAMP",
      ],
    },
    ShardId: nameRule,
    Timestamp: { type: "Timestamp" },
  },
} as const;

/** Which shards of a stream are meant: those that have not ended before `fromMs`, and so on. */
export interface ShardSelection {
  /** Behind this id; empty for all. */
  readonly afterId: string;
  /** They end at this time or later. */
  readonly fromMs: number;
  /** They start at this time or earlier. */
  readonly untilMs: number;
}

export const everyShard: ShardSelection = { afterId: "", fromMs: -Infinity, untilMs: Infinity };

/**
 * What a ShardFilter stands for now (ListShards API reference). Times before the trim horizon are
 * brought up to it; it is not before the stream itself.
 *
 * @throws KinesisError where the filter lacks what its type needs.
 */
export function readShardFilter(
  filter: InputOf<(typeof shardFilterRule)["members"]>,
  stream: Stream,
  nowMs: number,
): ShardSelection {
  const horizonMs = Math.max(stream.createdMs, stream.horizonMs(nowMs));
  const timeMs = Math.max(horizonMs, filter.Timestamp ?? 0);
  switch (filter.Type) {
    case "AFTER_SHARD_ID":
      if (filter.ShardId === undefined) throw missing("ShardId", filter.Type);
      return { ...everyShard, afterId: filter.ShardId };
    case "AT_TIMESTAMP":
      if (filter.Timestamp === undefined) throw missing("Timestamp", filter.Type);
      return { ...everyShard, fromMs: timeMs, untilMs: timeMs };
    case "FROM_TIMESTAMP":
      if (filter.Timestamp === undefined) throw missing("Timestamp", filter.Type);
      return { ...everyShard, fromMs: timeMs };
    case "AT_TRIM_HORIZON":
      return { ...everyShard, fromMs: horizonMs, untilMs: horizonMs };
    case "FROM_TRIM_HORIZON":
      return everyShard;
    case "AT_LATEST":
      // Only open shards have no end.
      return { ...everyShard, fromMs: Infinity };
  }
}

export function isSelected(shard: Shard, selection: ShardSelection): boolean {
  const { afterId, fromMs, untilMs } = selection;
  return shard.id > afterId && shard.endMs >= fromMs && shard.createdMs <= untilMs;
}

function missing(member: string, type: string): KinesisError {
  return new KinesisError(
    "InvalidArgumentException",
    `${member} must be specified with a ShardFilter of type ${type}.`,
  );
}
