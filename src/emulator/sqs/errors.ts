/**
 * Every error that the service answers with, by its shape in the JSON protocol: the code that the
 * Query protocol has for it, and the HTTP status it had there (Smithy model of SQS, awsQueryError).
 */
export const sqsErrors = {
  BatchEntryIdsNotDistinct: ["AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400],
  BatchRequestTooLong: ["AWS.SimpleQueueService.BatchRequestTooLong", 400],
  EmptyBatchRequest: ["AWS.SimpleQueueService.EmptyBatchRequest", 400],
  InternalError: ["InternalError", 500],
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
  ResourceNotFoundException: ["ResourceNotFoundException", 404],
  RequestThrottled: ["RequestThrottled", 403],
  SerializationException: ["MalformedInput", 400],
  ServiceUnavailable: ["ServiceUnavailable", 503],
  TooManyEntriesInBatchRequest: ["AWS.SimpleQueueService.TooManyEntriesInBatchRequest", 400],
  UnknownOperationException: ["InvalidAction", 400],
  UnsupportedOperation: ["AWS.SimpleQueueService.UnsupportedOperation", 400],
} as const satisfies Record<string, readonly [queryCode: string, status: number]>;

export type SqsErrorShape = keyof typeof sqsErrors;

/**
 * Those that the model of SQS does not have: its framework throws them, and their type in the JSON
 * protocol says so.
 */
export const coralErrors: ReadonlySet<SqsErrorShape> = new Set<SqsErrorShape>([
  "InternalFailure",
  "InvalidParameterValueException",
  "MissingRequiredParameterException",
  "SerializationException",
  "ServiceUnavailable",
  "UnknownOperationException",
]);

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

  get isSenderFault(): boolean {
    return sqsErrors[this.shape][1] < 500;
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

/** A queue that is named by its ARN and not there. */
export function queueArnNotFound(parameter: string): SqsError {
  return new SqsError(
    "ResourceNotFoundException",
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );
}

/** On a FIFO queue: the message of the handle is visible again, or was received again. */
export function receiptExpired(receiptHandle: string): SqsError {
  return invalidParameter("ReceiptHandle", receiptHandle, "The receipt handle has expired.");
}

/** The limit is on the whole time from a receive on, however often it is lengthened. */
export function visibilityTooLong(seconds: number, secondsMax: number): SqsError {
  return invalidParameter(
    "VisibilityTimeout",
    seconds,
    `Total VisibilityTimeout for the message is beyond the limit [${secondsMax} seconds].`,
  );
}

/** A short poll of a standard queue that has too many messages in flight. */
export function tooManyInFlight(): SqsError {
  return new SqsError(
    "OverLimit",
    "The maximum number of in flight messages of the queue is reached.",
  );
}

export function purgeInProgress(queueName: string, intervalMs: number): SqsError {
  return new SqsError(
    "PurgeQueueInProgress",
    `Only one PurgeQueue operation on ${queueName} is allowed every ${intervalMs / 1_000} seconds.`,
  );
}

/** A call above the rate of its queue, or of its partition. */
export function requestThrottled(): SqsError {
  return new SqsError("RequestThrottled", "Request is throttled.");
}
