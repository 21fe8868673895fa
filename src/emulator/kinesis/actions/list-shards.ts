import type { KinesisAccount, StreamReference } from "../account.ts";
import { describeShard } from "../describe.ts";
import { KinesisError } from "../errors.ts";
import { readPageToken, writePageToken } from "../page-token.ts";
import { nameRule, nextTokenRule, streamMembers } from "../validation/common.ts";
import type { InputOf } from "../validation/rules.ts";
import { action } from "./action.ts";

const rules = {
  ...streamMembers,
  NextToken: nextTokenRule,
  ExclusiveStartShardId: nameRule,
  MaxResults: { type: "Integer", min: 1, max: 10_000 },
  StreamCreationTimestamp: { type: "Timestamp" },
  ShardFilter: {
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
  },
} as const;

type Input = InputOf<typeof rules>;

const kind = "shards";

/**
 * No stream is resharded yet: each shard is open from the stream's creation on, so that of the
 * filters AFTER_SHARD_ID alone leaves any out.
 */
export const listShards = action(rules, (account, input) => {
  const { reference, after } = startOf(account, input);
  const stream = account.find(reference);
  const shards = stream.visibleShards(account.nowMs()).filter((shard) => shard.id > after);
  const limit = Math.min(input.MaxResults ?? Infinity, account.limits.listShardsMax);
  const page = shards.slice(0, limit);
  const last = page.at(-1);
  return {
    Shards: page.map(describeShard),
    NextToken:
      last && shards.length > page.length
        ? writePageToken(account, kind, [stream.name, last.id])
        : undefined,
  };
});

function startOf(
  account: KinesisAccount,
  input: Input,
): { reference: StreamReference; after: string } {
  if (input.NextToken === undefined) {
    return { reference: input, after: input.ExclusiveStartShardId ?? afterFilter(input) };
  }
  if (input.StreamName !== undefined || input.StreamARN !== undefined) {
    throw new KinesisError(
      "InvalidArgumentException",
      "NextToken and StreamName cannot be provided together.",
    );
  }
  const [name = "", after = ""] = readPageToken(account, kind, input.NextToken);
  return { reference: { StreamName: name }, after };
}

function afterFilter(input: Input): string {
  const filter = input.ShardFilter;
  if (!filter) return "";
  switch (filter.Type) {
    case "AFTER_SHARD_ID":
      if (filter.ShardId !== undefined) return filter.ShardId;
      throw missing("ShardId", filter.Type);
    case "AT_TIMESTAMP":
    case "FROM_TIMESTAMP":
      if (filter.Timestamp === undefined) throw missing("Timestamp", filter.Type);
      return "";
    case "AT_TRIM_HORIZON":
    case "FROM_TRIM_HORIZON":
    case "AT_LATEST":
      return "";
  }
}

function missing(member: string, type: string): KinesisError {
  return new KinesisError(
    "InvalidArgumentException",
    `${member} must be specified with a ShardFilter of type ${type}.`,
  );
}
