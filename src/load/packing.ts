import { AggregateWriter, full } from "../core/aggregation/aggregate-writer.ts";
import { envelopeBytes, type Sealer } from "../core/envelope.ts";
import { SpareMemory } from "../core/spare-memory.ts";
import type { GeneratedRecord } from "../generators/stripe.ts";
import type { AggregationPlan } from "../scenario/driver-plan.ts";
import type { Parcel } from "./parcel.ts";
import { none, type RecordTable } from "./record-table.ts";
import type { ShardMap } from "./shard-map.ts";

/** What is needed to turn accepted records into parcels. */
export interface PackingOptions {
  readonly sealer: Sealer;
  readonly table: RecordTable;
  readonly shardMap: ShardMap;
  /** Takes a parcel that is ready to go. */
  readonly ready: (parcel: Parcel) => void;
}

/** Seals records and makes parcels of them. */
export interface Packing {
  /** The slot is the record's in the table. */
  add(record: GeneratedRecord, slot: number, nowUs: number): void;
  /** Hands on what was begun before a time. */
  closeBegunBy(us: number): void;
  /** When the oldest of what is begun was begun, or Infinity. */
  begunUs(): number;
  /** The parcel is settled: its data is not read any more. */
  settled(parcel: Parcel): void;
}

/** Every record a Kinesis record of its own. A key's records stay in order, so it is their lane. */
export function packSingly({ sealer, shardMap, ready }: PackingOptions): Packing {
  return {
    add(record, slot, nowUs) {
      const { partitionKey, payload } = record;
      const data = Buffer.allocUnsafe(envelopeBytes + payload.length);
      sealer.seal(record, data, 0);
      const shardId = shardMap.shardIds[shardMap.indexOf(partitionKey)] as string;
      ready(single({ data, partitionKey, shardId, lane: partitionKey, first: slot }, nowUs));
    },
    closeBegunBy() {},
    begunUs: () => Infinity,
    settled() {},
  };
}

/**
 * Several records a Kinesis record, as the KPL does it: those whose keys lead to one shard, by the
 * prediction of the shard map, under an explicit hash key of that shard. A record that has no
 * company, or is too large for it, goes under its own key.
 */
export class Aggregation implements Packing {
  readonly #options: PackingOptions;
  readonly #plan: AggregationPlan;
  /** By the index of the shard. */
  readonly #open: readonly OpenAggregate[];
  /** Of aggregates that are settled: there are never more than were under way at once. */
  readonly #memory = new SpareMemory(Infinity);

  constructor(plan: AggregationPlan, options: PackingOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#open = options.shardMap.shardIds.map(() => new OpenAggregate(plan.bytesMax));
  }

  add(record: GeneratedRecord, slot: number, nowUs: number): void {
    const { shardMap, sealer, table } = this.#options;
    const shard = shardMap.indexOf(record.partitionKey);
    const open = this.#open[shard] as OpenAggregate;
    const dataBytes = envelopeBytes + record.payload.length;
    let at = open.writer.add(record.partitionKey, dataBytes);
    if (at === full && open.first !== none) {
      this.#close(shard, open);
      at = open.writer.add(record.partitionKey, dataBytes);
    }
    if (at === full) {
      this.#addAlone(record, { slot, shard, nowUs });
      return;
    }
    sealer.seal(record, open.writer.records, at);
    if (open.first === none) {
      open.first = slot;
      open.begunUs = nowUs;
      open.firstKey = record.partitionKey;
      open.firstAt = at;
      open.firstBytes = dataBytes;
    } else table.link(open.last, slot);
    open.last = slot;
    if (open.writer.count >= this.#plan.recordsMax) this.#close(shard, open);
  }

  closeBegunBy(us: number): void {
    for (const [shard, open] of this.#open.entries()) {
      if (open.begunUs <= us) this.#close(shard, open);
    }
  }

  begunUs(): number {
    let least = Infinity;
    for (const { begunUs } of this.#open) if (begunUs < least) least = begunUs;
    return least;
  }

  settled({ data }: Parcel): void {
    this.#memory.giveBack(data);
  }

  #addAlone(record: GeneratedRecord, where: { slot: number; shard: number; nowUs: number }): void {
    const { sealer, ready } = this.#options;
    const data = Buffer.allocUnsafe(envelopeBytes + record.payload.length);
    sealer.seal(record, data, 0);
    const { partitionKey } = record;
    const lane = this.#shardId(where.shard);
    ready(single({ data, partitionKey, shardId: lane, lane, first: where.slot }, where.nowUs));
  }

  #close(shard: number, open: OpenAggregate): void {
    const { first, begunUs, firstKey, writer } = open;
    const records = writer.count;
    const shardId = this.#shardId(shard);
    const place = { shardId, lane: shardId, first };
    if (records === 1) {
      const data = Buffer.from(
        writer.records.subarray(open.firstAt, open.firstAt + open.firstBytes),
      );
      writer.clear();
      open.forget();
      this.#options.ready(single({ ...place, data, partitionKey: firstKey }, begunUs));
      return;
    }
    const data = writer.finish(this.#memory.take(this.#plan.bytesMax));
    open.forget();
    this.#options.ready({
      data,
      partitionKey: aggregateKey,
      explicitHashKey: this.#options.shardMap.hashKeys[shard],
      ...place,
      records,
      bytes: data.length + aggregateKey.length,
      queuedUs: begunUs,
      attempts: 0,
      wasUnknown: false,
    });
  }

  #shardId(shard: number): string {
    return this.#options.shardMap.shardIds[shard] as string;
  }
}

/** The explicit hash key decides; the KPL gives its aggregates the shortest key that there is. */
const aggregateKey = "a";

/** What has gathered for one shard. */
class OpenAggregate {
  readonly writer: AggregateWriter;
  /** The chain of its records. */
  first = none;
  last = none;
  begunUs = Infinity;
  /** Where the first record is, should it stay the only one. */
  firstKey = "";
  firstAt = 0;
  firstBytes = 0;

  constructor(bytesMax: number) {
    this.writer = new AggregateWriter(bytesMax);
  }

  forget(): void {
    this.first = none;
    this.last = none;
    this.begunUs = Infinity;
  }
}

/** A parcel of one record, under its own key. */
function single(
  record: Pick<Parcel, "data" | "partitionKey" | "shardId" | "lane" | "first">,
  queuedUs: number,
): Parcel {
  // Field by field: one object a record is built here, and spreading it costs several times this.
  const { data, partitionKey, shardId, lane, first } = record;
  return {
    data,
    partitionKey,
    explicitHashKey: undefined,
    shardId,
    lane,
    first,
    records: 1,
    bytes: data.length + Buffer.byteLength(partitionKey),
    queuedUs,
    attempts: 0,
    wasUnknown: false,
  };
}
