/** How a stage gets at the records of a stream. */
export interface StreamReading {
  readonly stream: string;
  /**
   * `shared`: by GetRecords. `enhanced`: as a registered consumer, by SubscribeToShard.
   */
  readonly reads: "shared" | "enhanced";
  /** Of each shard; of no meaning to an enhanced consumer. */
  readonly pollsPerSecond: number;
}

/** A second program that reads the stream and looks at each record. */
export interface ReaderPlan extends StreamReading {
  readonly kind: "reader";
  readonly name: string;
  /** Programs that each read the whole stream. */
  readonly instances: number;
}
