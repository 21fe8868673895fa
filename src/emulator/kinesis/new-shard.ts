import type { KinesisAccount } from "./account.ts";
import { Shard, type ShardSeed } from "./shard.ts";
import { streamId } from "./stream.ts";

/** Makes the shards of one life of a stream, with their logs as they were left or new. */
export function shardsOf(
  account: KinesisAccount,
  stream: { readonly name: string; readonly createdMs: number },
): (seed: ShardSeed) => Shard {
  const id = streamId(stream.name, stream.createdMs);
  const { limits } = account;
  return (seed) => {
    const log = account.createLog({ streamId: id, shardIndex: seed.index });
    return new Shard({ ...seed, nowUs: account.nowUs(), limits, log });
  };
}
