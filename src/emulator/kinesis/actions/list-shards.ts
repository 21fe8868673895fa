import { streamNotFound, type KinesisAccount } from "../account.ts";
import { describeShard } from "../describe.ts";
import { KinesisError } from "../errors.ts";
import { readPageToken, writePageToken } from "../page-token.ts";
import {
  everyShard,
  isSelected,
  readShardFilter,
  shardFilterRule,
  type ShardSelection,
} from "../shard-filter.ts";
import type { Stream } from "../stream.ts";
import { nameRule, nextTokenRule, streamMembers } from "../validation/common.ts";
import type { InputOf } from "../validation/rules.ts";
import { action } from "./action.ts";

const rules = {
  ...streamMembers,
  NextToken: nextTokenRule,
  ExclusiveStartShardId: nameRule,
  MaxResults: { type: "Integer", min: 1, max: 10_000 },
  StreamCreationTimestamp: { type: "Timestamp" },
  ShardFilter: shardFilterRule,
} as const;

type Input = InputOf<typeof rules>;

const kind = "shards";

/** A token carries the filter as it was understood at first: all pages are of the same moment. */
export const listShards = action(rules, (account, input) => {
  const { stream, selection } =
    input.NextToken === undefined ? begin(account, input) : goOn(account, input, input.NextToken);
  const shards = stream
    .visibleShards(account.nowMs())
    .filter((shard) => isSelected(shard, selection));
  const limit = Math.min(input.MaxResults ?? Infinity, account.limits.listShardsMax);
  const page = shards.slice(0, limit);
  const last = page.at(-1);
  const more = last !== undefined && shards.length > page.length;
  return {
    Shards: page.map(describeShard),
    NextToken: more
      ? writeToken(account, { stream, selection: { ...selection, afterId: last.id } })
      : undefined,
  };
});

interface Listing {
  readonly stream: Stream;
  readonly selection: ShardSelection;
}

function begin(account: KinesisAccount, input: Input): Listing {
  const stream = account.find(input);
  const { StreamCreationTimestamp: createdMs, ExclusiveStartShardId: startId = "" } = input;
  if (createdMs !== undefined && second(createdMs) !== second(stream.createdMs)) {
    throw streamNotFound(stream.name, account.accountId);
  }
  const { ShardFilter: filter } = input;
  const selected = filter ? readShardFilter(filter, stream, account.nowMs()) : everyShard;
  const afterId = startId > selected.afterId ? startId : selected.afterId;
  return { stream, selection: { ...selected, afterId } };
}

/** @throws KinesisError where the token is not ours or has expired, or its stream is gone. */
function goOn(account: KinesisAccount, input: Input, token: string): Listing {
  if (input.StreamName !== undefined || input.StreamARN !== undefined) {
    throw together("StreamName");
  }
  if (input.StreamCreationTimestamp !== undefined) throw together("StreamCreationTimestamp");
  if (input.ExclusiveStartShardId !== undefined) throw together("ExclusiveStartShardId");
  const fields = readPageToken(account, kind, token);
  const [name = "", createdMs, afterId = "", fromMs, untilMs] = fields;
  const stream = account.find({ StreamName: name });
  if (stream.createdMs !== Number(createdMs)) throw streamNotFound(name, account.accountId);
  return { stream, selection: { afterId, fromMs: Number(fromMs), untilMs: Number(untilMs) } };
}

function writeToken(account: KinesisAccount, { stream, selection }: Listing): string {
  const { afterId, fromMs, untilMs } = selection;
  const fields = [stream.name, stream.createdMs, afterId, fromMs, untilMs].map(String);
  return writePageToken(account, kind, fields);
}

/** The service states when a stream was created to the second. */
function second(ms: number): number {
  return Math.floor(ms / 1_000);
}

function together(member: string): KinesisError {
  return new KinesisError(
    "InvalidArgumentException",
    `NextToken and ${member} cannot be provided together.`,
  );
}
