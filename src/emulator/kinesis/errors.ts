/** The errors that the service answers with. The wire has one status for each. */
export type KinesisErrorCode =
  | "DryRunOperationException"
  | "ExpiredIteratorException"
  | "ExpiredNextTokenException"
  | "InternalFailure"
  | "InvalidArgumentException"
  | "KMSNotFoundException"
  | "LimitExceededException"
  | "NotImplementedException"
  | "ProvisionedThroughputExceededException"
  | "ResourceInUseException"
  | "ResourceNotFoundException"
  | "SerializationException"
  | "ServiceUnavailable"
  | "ThrottlingException"
  | "UnknownOperationException"
  | "ValidationException";

/** The HTTP status that each error is answered with. */
export const statusOf: Readonly<Record<KinesisErrorCode, number>> = {
  DryRunOperationException: 400,
  ExpiredIteratorException: 400,
  ExpiredNextTokenException: 400,
  InternalFailure: 500,
  InvalidArgumentException: 400,
  KMSNotFoundException: 400,
  LimitExceededException: 400,
  NotImplementedException: 501,
  ProvisionedThroughputExceededException: 400,
  ResourceInUseException: 400,
  ResourceNotFoundException: 400,
  SerializationException: 400,
  ServiceUnavailable: 503,
  ThrottlingException: 400,
  UnknownOperationException: 400,
  ValidationException: 400,
};

/** What a client did that the service refuses, in the service's own words. */
export class KinesisError extends Error {
  override readonly name = "KinesisError";
  readonly code: KinesisErrorCode;

  constructor(code: KinesisErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** As many as the service lists. */
export const validationFailuresMax = 10;

/** What is wrong with an input, up to ten failures in one message. */
export function validationFailed(failures: readonly string[]): KinesisError {
  const listed = failures.slice(0, validationFailuresMax);
  const errors = `${listed.length} validation error${listed.length > 1 ? "s" : ""}`;
  return new KinesisError("ValidationException", `${errors} detected: ${listed.join("; ")}`);
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
