import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
} from "@aws-sdk/client-kinesis";
import { AforoError } from "../core/errors.ts";
import { sleep } from "../core/timers.ts";
import { listShards } from "../pipeline/list-shards.ts";

/** What a shard has refused is asked for again after this, and so often, in milliseconds. */
const againMs = 250;
const refusalsMax = 240;

/** Shards that are read at the same time. */
const shardsAtOnce = 8;

/** Reads a stream to which nobody writes any more from its horizon to its tip, and counts. */
export async function countRecords(kinesis: KinesisClient, StreamName: string): Promise<number> {
  const counts: number[] = [];
  const shards = (await listShards(kinesis, StreamName)).values();
  const readers = Array.from({ length: shardsAtOnce }, async () => {
    for (const { ShardId = "" } of shards) {
      counts.push(await countShard(kinesis, StreamName, ShardId));
    }
  });
  await Promise.all(readers);
  return counts.reduce((sum, count) => sum + count, 0);
}

async function countShard(kinesis: KinesisClient, StreamName: string, ShardId: string) {
  const { ShardIterator: first } = await kinesis.send(
    new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
  );
  let records = 0;
  let refusals = 0;
  for (let ShardIterator = first; ShardIterator !== undefined;) {
    try {
      const page = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
      records += page.Records?.length ?? 0;
      if (page.MillisBehindLatest === 0) break;
      ShardIterator = page.NextShardIterator;
    } catch (error) {
      if ((error as Error).name !== "ProvisionedThroughputExceededException") throw error;
      if (++refusals > refusalsMax) {
        throw new AforoError(
          "stage-failed",
          `${StreamName}: ${ShardId} could not be read to its tip`,
        );
      }
      await sleep(againMs);
    }
  }
  return records;
}
