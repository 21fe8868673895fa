import type { FaultSite } from "../faults/fault-site.ts";
import type { KinesisAccount } from "./account.ts";
import { streamNameOf } from "./control-plane.ts";
import { hashKeyMax } from "../../core/hash-ranges.ts";
import { iteratorPlace } from "./shard-iterator.ts";
import { shardId } from "./shard.ts";

type Input = Readonly<Record<string, unknown>>;

const none: Input = {};

/**
 * What a call is about, as far as its input says so before it is checked: the stream, which need
 * not exist, and the shard, where it is one.
 */
export class CallSite implements FaultSite {
  readonly service = "kinesis";
  readonly operation: string;
  readonly resource: string | undefined;
  readonly #account: KinesisAccount;
  readonly #input: Input;

  constructor(account: KinesisAccount, operation: string, input: unknown) {
    const members = typeof input === "object" && input !== null ? (input as Input) : none;
    this.operation = operation;
    this.#account = account;
    this.#input = members;
    this.resource =
      operation === "GetRecords" ? this.#iterator()?.streamName : streamNameOf(members);
  }

  get shardId(): string | undefined {
    if (this.operation === "PutRecord") return this.#shardOfRecord();
    if (this.operation === "GetRecords") {
      const place = this.#iterator();
      return place && shardId(place.shardIndex);
    }
    const named = this.#input["ShardId"] ?? this.#input["ShardToSplit"];
    const id = named ?? this.#input["ShardToMerge"];
    return typeof id === "string" ? id : undefined;
  }

  #iterator(): ReturnType<typeof iteratorPlace> {
    const token = this.#input["ShardIterator"];
    return typeof token === "string" ? iteratorPlace(this.#account, token) : undefined;
  }

  /** Undefined for a stream that spreads its records by itself: nobody knows before. */
  #shardOfRecord(): string | undefined {
    const { PartitionKey: key, ExplicitHashKey: explicit } = this.#input;
    const stream = this.resource === undefined ? undefined : this.#account.lookUp(this.resource);
    if (!stream || typeof key !== "string" || stream.settings.distribution === "AUTO") {
      return undefined;
    }
    if (typeof explicit !== "string") return stream.shardFor(key, undefined).id;
    const hashKey = /^\d{1,39}$/.test(explicit) ? BigInt(explicit) : hashKeyMax + 1n;
    return hashKey <= hashKeyMax ? stream.shardFor(key, hashKey).id : undefined;
  }
}
