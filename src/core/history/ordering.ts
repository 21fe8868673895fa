import { RecordSet } from "../record-set.ts";

/** Keys whose last record is remembered at once. The least recently used one is forgotten first. */
const keysMax = 500_000;

/**
 * What a consumer saw of the order within a partition key. A record that was seen before is a
 * repeat; one that comes after a later record of its key is reordered.
 */
export class OrderHistory {
  readonly seen = new RecordSet();
  readonly reordered = new RecordSet();
  repeated = 0;
  /** Keys forgotten to stay within the bound: order across the gap was not judged. */
  forgotten = 0;
  readonly #last = new Map<string, number>();

  /** Takes a record in the order in which the consumer handled it. */
  handled(record: { source: number; ordinal: number; partitionKey: string }): void {
    const { source, ordinal, partitionKey } = record;
    if (!this.seen.add(source, ordinal)) {
      this.repeated++;
      return;
    }
    const key = `${source}/${partitionKey}`;
    const last = this.#last.get(key);
    if (last !== undefined) {
      if (ordinal < last) this.reordered.add(source, ordinal);
      this.#last.delete(key);
    } else if (this.#last.size >= keysMax) {
      this.#last.delete(this.#last.keys().next().value as string);
      this.forgotten++;
    }
    this.#last.set(key, Math.max(ordinal, last ?? 0));
  }

  /** Merges the sets of consumers that each handled keys of their own. */
  merge(other: OrderHistory): void {
    this.seen.addAll(other.seen);
    this.reordered.addAll(other.reordered);
    this.repeated += other.repeated;
    this.forgotten += other.forgotten;
  }

  toJSON(): OrderJson {
    const { repeated, forgotten } = this;
    return { seen: this.seen.toJSON(), reordered: this.reordered.toJSON(), repeated, forgotten };
  }

  static fromJSON(json: OrderJson): OrderHistory {
    const order = new OrderHistory();
    order.seen.addAll(RecordSet.fromJSON(json.seen));
    order.reordered.addAll(RecordSet.fromJSON(json.reordered));
    return Object.assign(order, { repeated: json.repeated, forgotten: json.forgotten });
  }
}

export interface OrderJson {
  readonly seen: string[];
  readonly reordered: string[];
  readonly repeated: number;
  readonly forgotten: number;
}
