/**
 * Every error that the service answers with, by its shape in the JSON protocol: the code that the
 * Query protocol has for it, and the HTTP status it had there (Smithy model of SQS, awsQueryError).
 */
export const sqsErrors = {
  BatchEntryIdsNotDistinct: ["AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400],
  BatchRequestTooLong: ["AWS.SimpleQueueService.BatchRequestTooLong", 400],
  EmptyBatchRequest: ["AWS.SimpleQueueService.EmptyBatchRequest", 400],
  InternalFailure: ["InternalFailure", 500],
  InvalidAddress: ["InvalidAddress", 404],
  InvalidAttributeName: ["InvalidAttributeName", 400],
  InvalidAttributeValue: ["InvalidAttributeValue", 400],
  InvalidBatchEntryId: ["AWS.SimpleQueueService.InvalidBatchEntryId", 400],
  InvalidMessageContents: ["InvalidMessageContents", 400],
  InvalidParameterValueException: ["InvalidParameterValue", 400],
  MessageNotInflight: ["AWS.SimpleQueueService.MessageNotInflight", 400],
  MissingRequiredParameterException: ["MissingParameter", 400],
  OverLimit: ["OverLimit", 403],
  PurgeQueueInProgress: ["AWS.SimpleQueueService.PurgeQueueInProgress", 403],
  QueueDeletedRecently: ["AWS.SimpleQueueService.QueueDeletedRecently", 400],
  QueueDoesNotExist: ["AWS.SimpleQueueService.NonExistentQueue", 400],
  QueueNameExists: ["QueueAlreadyExists", 400],
  ReceiptHandleIsInvalid: ["ReceiptHandleIsInvalid", 404],
  SerializationException: ["MalformedInput", 400],
  TooManyEntriesInBatchRequest: ["AWS.SimpleQueueService.TooManyEntriesInBatchRequest", 400],
  UnknownOperationException: ["InvalidAction", 400],
  UnsupportedOperation: ["AWS.SimpleQueueService.UnsupportedOperation", 400],
} as const satisfies Record<string, readonly [queryCode: string, status: number]>;

export type SqsErrorShape = keyof typeof sqsErrors;

/** What a client did wrong, or a limit that it met. Thrown by the engine and by the actions. */
export class SqsError extends Error {
  override readonly name = "SqsError";
  readonly shape: SqsErrorShape;

  constructor(shape: SqsErrorShape, message: string) {
    super(message);
    this.shape = shape;
  }

  get queryCode(): string {
    return sqsErrors[this.shape][0];
  }
}

export function queueDoesNotExist(): SqsError {
  return new SqsError("QueueDoesNotExist", "The specified queue does not exist.");
}

export function missingParameter(name: string): SqsError {
  return new SqsError(
    "MissingRequiredParameterException",
    `The request must contain the parameter ${name}.`,
  );
}

/** A parameter out of its bounds, in AWS's words. */
export function invalidParameter(name: string, value: unknown, reason: string): SqsError {
  return new SqsError(
    "InvalidParameterValueException",
    `Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}`,
  );
}

/** An operation or option that this emulator lacks: it says so by name instead of half-working. */
export function notImplemented(what: string): SqsError {
  return new SqsError("UnsupportedOperation", `${what} is not implemented by this emulator.`);
}
