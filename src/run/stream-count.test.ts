import {
  GetShardIteratorCommand,
  ListShardsCommand,
  type GetRecordsCommand,
  type KinesisClient,
} from "@aws-sdk/client-kinesis";
import { expect, it } from "vitest";
import { countRecords } from "./stream-count.ts";

/** Pages of records by shard; a page that is undefined is refused once. */
function streamOf(shards: Readonly<Record<string, readonly (number | undefined)[]>>) {
  const refused = new Set<string>();
  const names = Object.keys(shards);
  const answer = (command: unknown) => {
    if (command instanceof ListShardsCommand) {
      const [ShardId] = names.splice(0, 1);
      return { Shards: [{ ShardId }], ...(names.length > 0 && { NextToken: "more" }) };
    }
    if (command instanceof GetShardIteratorCommand) {
      return { ShardIterator: `${command.input.ShardId} 0` };
    }
    const { ShardIterator = "" } = (command as GetRecordsCommand).input;
    const [shard = "", at = ""] = ShardIterator.split(" ");
    const pages = shards[shard] ?? [];
    const records = pages[Number(at)];
    if (records === undefined && !refused.has(ShardIterator)) {
      refused.add(ShardIterator);
      throw Object.assign(new Error(), { name: "ProvisionedThroughputExceededException" });
    }
    return {
      Records: Array.from({ length: records ?? 0 }),
      NextShardIterator: `${shard} ${Number(at) + 1}`,
      MillisBehindLatest: Number(at) + 1 < pages.length ? 5 : 0,
    };
  };
  return { send: async (command: unknown) => answer(command) } as unknown as KinesisClient;
}

it("counts the records of every shard, over pages, gaps and refusals", async () => {
  const kinesis = streamOf({ a: [3, 0, undefined, 4], b: [0], c: [10] });
  expect(await countRecords(kinesis, "s")).toBe(17);
});
