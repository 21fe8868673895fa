import {
  ListShardsCommand,
  type ChildShard,
  type KinesisClient,
  type Shard,
} from "@aws-sdk/client-kinesis";
import type { ShardLink } from "./lineage.ts";

/** All shards of a stream, page by page: a token stands for the stream (ListShards). */
export async function listShards(kinesis: KinesisClient, StreamName: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let NextToken: string | undefined;
  do {
    const page = await kinesis.send(
      new ListShardsCommand(NextToken ? { NextToken } : { StreamName }),
    );
    shards.push(...(page.Shards ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return shards;
}

export function shardLink({ ShardId, ParentShardId, AdjacentParentShardId }: Shard): ShardLink {
  const parents = [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined);
  return { shardId: ShardId as string, parents };
}

/** As GetRecords and SubscribeToShard name children at the end of their parent. */
export function childLink({ ShardId, ParentShards = [] }: ChildShard): ShardLink {
  return { shardId: ShardId as string, parents: ParentShards };
}
