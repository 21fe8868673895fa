import { ListShardsCommand, type KinesisClient, type Shard } from "@aws-sdk/client-kinesis";

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
