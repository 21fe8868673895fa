/** The errors that the service answers with. The wire has one status for each. */
export type KinesisErrorCode =
  | "ExpiredIteratorException"
  | "ExpiredNextTokenException"
  | "InvalidArgumentException"
  | "NotImplementedException"
  | "ProvisionedThroughputExceededException"
  | "ResourceInUseException"
  | "ResourceNotFoundException"
  | "SerializationException"
  | "UnknownOperationException"
  | "ValidationException";

/** What a client did that the service refuses, in the service's own words. */
export class KinesisError extends Error {
  override readonly name = "KinesisError";
  readonly code: KinesisErrorCode;

  constructor(code: KinesisErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Where a shard is, as the service's messages name it. */
export interface ShardPlace {
  readonly shardId: string;
  readonly streamName: string;
  readonly accountId: string;
}

/** The text of a throttled write or read, as AWS words it. */
export function rateExceeded(place: ShardPlace): string {
  return (
    `Rate exceeded for shard ${place.shardId} in stream ${place.streamName} ` +
    `under account ${place.accountId}.`
  );
}
