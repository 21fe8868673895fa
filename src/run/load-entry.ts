import { followShards } from "../load/followed-shards.ts";
import { httpPut } from "../load/http-put.ts";
import { sdkPutRecord, sdkPutRecords, type PutRecords } from "../load/put-records.ts";
import { createShardMap, type ShardMap } from "../load/shard-map.ts";
import { sqsPut } from "../load/sqs-put.ts";
import { listShards } from "../pipeline/list-shards.ts";
import { isFifo } from "../scenario/entry.ts";
import type { Clients } from "../targets/clients.ts";
import type { RoleSetup } from "./protocol.ts";

/** Where the load goes in: the driver, and where each record is expected to end. */
export interface LoadEntry {
  readonly putRecords: PutRecords;
  readonly shardMap: ShardMap;
  readonly close: () => void;
}

/** Opens the entry that the plan names. A queue counts as one shard, which goes by its address. */
export async function openEntry(setup: RoleSetup, clients: Clients): Promise<LoadEntry> {
  const { plan, made, collectorsUrl } = setup;
  const { entry, call, aggregation, callsInFlightMax } = plan.load.producer;
  const stream = made.streams[plan.load.producer.stream] as string;
  switch (entry.kind) {
    case "stream": {
      const put = call === "put-record" ? sdkPutRecord : sdkPutRecords;
      const putRecords = put(clients.kinesis, stream);
      const first = await readShardMap(clients, stream);
      const close = () => {};
      // Aggregates are gathered by shard: their packing keeps the map that it began with.
      if (aggregation) return { putRecords, shardMap: first, close };
      const read = () => readShardMap(clients, stream);
      return { ...followShards({ first, putRecords, read }), close };
    }
    case "collectors": {
      const { put, close } = httpPut(collectorsUrl as string, callsInFlightMax);
      return { putRecords: put, shardMap: await readShardMap(clients, stream), close };
    }
    case "queue": {
      const queueUrl = made.queueUrls[entry.queue] as string;
      const queue = isFifo(entry.queue) ? "fifo" : "standard";
      const putRecords = sqsPut({ ...entry, sqs: clients.sqs, queueUrl, queue });
      const whole = { startingHashKey: "0", endingHashKey: String(2n ** 128n - 1n) };
      const shardMap = createShardMap([{ shardId: queueUrl, ...whole }]);
      return { putRecords, shardMap, close: () => {} };
    }
  }
}

async function readShardMap({ kinesis }: Clients, stream: string): Promise<ShardMap> {
  const shards = await listShards(kinesis, stream);
  const open = shards.filter((shard) => !shard.SequenceNumberRange?.EndingSequenceNumber);
  return createShardMap(
    open.map((shard) => ({
      shardId: shard.ShardId as string,
      startingHashKey: shard.HashKeyRange?.StartingHashKey as string,
      endingHashKey: shard.HashKeyRange?.EndingHashKey as string,
    })),
  );
}
