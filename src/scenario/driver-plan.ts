/** How the producer drives a stream. */
export interface DriverPlan {
  /** `put-record`: one Kinesis record a call. */
  readonly call: "put-records" | "put-record";
  /** Absent: every record is a Kinesis record of its own. */
  readonly aggregation?: AggregationPlan;
  /** Of each shard's write limits; absent: the producer does not hold back. */
  readonly rateLimitShare?: number;
  readonly partitionKeys: PartitionKeyPlan;
}

/** Several user records in one Kinesis record, as the KPL does it. At most, in one: */
export interface AggregationPlan {
  /** Of its data. */
  readonly bytesMax: number;
  readonly recordsMax: number;
}

/**
 * `by-entity`: the generator's own key. `uniform`: a random one for each record. `zipf`: of so many
 * keys, rank r with a share in proportion to r^-exponent. `one-hot`: a share of all records goes to
 * a single key, the rest by entity.
 */
export type PartitionKeyPlan =
  | { readonly strategy: "by-entity" | "uniform" }
  | { readonly strategy: "zipf"; readonly exponent: number; readonly keys: number }
  | { readonly strategy: "one-hot"; readonly share: number };
