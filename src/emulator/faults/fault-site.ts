/** Where a fault could strike. What is not known or does not apply is left out. */
export interface FaultSite {
  readonly service: "kinesis" | "sqs" | "s3";
  /** As AWS names it: `PutRecords`. */
  readonly operation: string;
  /** The name of the stream, queue or bucket. */
  readonly resource?: string | undefined;
  /** Asked for only where a rule is set. */
  readonly shardId?: string | undefined;
}
