import { list, map, structure, type MapShape, type Members } from "./shapes.ts";

/** One operation in the Query protocol (SQS API reference 2012-11-05, sections of each action). */
export interface QueryOperation {
  readonly input: Members;
  /** Undefined where the answer has no result element. */
  readonly output?: Members;
}

const tags: MapShape = {
  kind: "map",
  name: "Tag",
  keyName: "Key",
  valueName: "Value",
  value: "text",
};

const attributeValue = structure({
  StringValue: "text",
  BinaryValue: "text",
  DataType: "text",
});

const messageInput = {
  MessageBody: "text",
  DelaySeconds: "integer",
  MessageAttributes: map("MessageAttribute", attributeValue),
  MessageSystemAttributes: map("MessageSystemAttribute", attributeValue),
  MessageDeduplicationId: "text",
  MessageGroupId: "text",
} as const satisfies Members;

const sent = {
  MessageId: "text",
  MD5OfMessageBody: "text",
  MD5OfMessageAttributes: "text",
  MD5OfMessageSystemAttributes: "text",
  SequenceNumber: "text",
} as const satisfies Members;

const message = structure({
  MessageId: "text",
  ReceiptHandle: "text",
  MD5OfBody: "text",
  Body: "text",
  Attributes: map("Attribute"),
  MD5OfMessageAttributes: "text",
  MessageAttributes: map("MessageAttribute", attributeValue),
});

const moveTask = structure({
  TaskHandle: "text",
  Status: "text",
  SourceArn: "text",
  DestinationArn: "text",
  MaxNumberOfMessagesPerSecond: "text",
  ApproximateNumberOfMessagesMoved: "text",
  ApproximateNumberOfMessagesToMove: "text",
  FailureReason: "text",
  StartedTimestamp: "text",
});

const page = { MaxResults: "integer", NextToken: "text" } as const satisfies Members;

/** A batch: its entries have an Id and further members, and so have the results. */
function batch(name: string, entry: Members, result: Members = {}): QueryOperation {
  const failure = structure({ Id: "text", SenderFault: "text", Code: "text", Message: "text" });
  return {
    input: {
      QueueUrl: "text",
      Entries: list(`${name}RequestEntry`, structure({ Id: "text", ...entry })),
    },
    output: {
      Successful: list(`${name}ResultEntry`, structure({ Id: "text", ...result })),
      Failed: list("BatchResultErrorEntry", failure),
    },
  };
}

/** Every operation; those of outputs need no types, since all of XML is text. */
export const queryOperations: ReadonlyMap<string, QueryOperation> = new Map<string, QueryOperation>(
  Object.entries({
    AddPermission: {
      input: {
        QueueUrl: "text",
        Label: "text",
        AWSAccountIds: list("AWSAccountId"),
        Actions: list("ActionName"),
      },
    },
    CancelMessageMoveTask: {
      input: { TaskHandle: "text" },
      output: { ApproximateNumberOfMessagesMoved: "text" },
    },
    ChangeMessageVisibility: {
      input: { QueueUrl: "text", ReceiptHandle: "text", VisibilityTimeout: "integer" },
    },
    ChangeMessageVisibilityBatch: batch("ChangeMessageVisibilityBatch", {
      ReceiptHandle: "text",
      VisibilityTimeout: "integer",
    }),
    CreateQueue: {
      input: { QueueName: "text", Attributes: map("Attribute"), tags },
      output: { QueueUrl: "text" },
    },
    DeleteMessage: { input: { QueueUrl: "text", ReceiptHandle: "text" } },
    DeleteMessageBatch: batch("DeleteMessageBatch", { ReceiptHandle: "text" }),
    DeleteQueue: { input: { QueueUrl: "text" } },
    GetQueueAttributes: {
      input: { QueueUrl: "text", AttributeNames: list("AttributeName") },
      output: { Attributes: map("Attribute") },
    },
    GetQueueUrl: {
      input: { QueueName: "text", QueueOwnerAWSAccountId: "text" },
      output: { QueueUrl: "text" },
    },
    ListDeadLetterSourceQueues: {
      input: { QueueUrl: "text", ...page },
      output: { queueUrls: list("QueueUrl"), NextToken: "text" },
    },
    ListMessageMoveTasks: {
      input: { SourceArn: "text", MaxResults: "integer" },
      output: { Results: list("ListMessageMoveTasksResultEntry", moveTask) },
    },
    ListQueueTags: { input: { QueueUrl: "text" }, output: { Tags: tags } },
    ListQueues: {
      input: { QueueNamePrefix: "text", ...page },
      output: { QueueUrls: list("QueueUrl"), NextToken: "text" },
    },
    PurgeQueue: { input: { QueueUrl: "text" } },
    ReceiveMessage: {
      input: {
        QueueUrl: "text",
        AttributeNames: list("AttributeName"),
        MessageSystemAttributeNames: list("MessageSystemAttributeName"),
        MessageAttributeNames: list("MessageAttributeName"),
        MaxNumberOfMessages: "integer",
        VisibilityTimeout: "integer",
        WaitTimeSeconds: "integer",
        ReceiveRequestAttemptId: "text",
      },
      output: { Messages: list("Message", message) },
    },
    RemovePermission: { input: { QueueUrl: "text", Label: "text" } },
    SendMessage: { input: { QueueUrl: "text", ...messageInput }, output: sent },
    SendMessageBatch: batch("SendMessageBatch", messageInput, sent),
    SetQueueAttributes: { input: { QueueUrl: "text", Attributes: map("Attribute") } },
    StartMessageMoveTask: {
      input: {
        SourceArn: "text",
        DestinationArn: "text",
        MaxNumberOfMessagesPerSecond: "integer",
      },
      output: { TaskHandle: "text" },
    },
    TagQueue: { input: { QueueUrl: "text", Tags: tags } },
    UntagQueue: { input: { QueueUrl: "text", TagKeys: list("TagKey") } },
  } satisfies Record<string, QueryOperation>),
);
