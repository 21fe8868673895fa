import * as sdk from "@aws-sdk/client-sqs";
import { contractTarget, type ContractOptions, type ContractTarget } from "./contract-target.ts";

/** Queues of a target, and a client that takes each answer as it comes. */
export interface SqsBench {
  readonly target: ContractTarget;
  /** It does not retry. */
  readonly client: sdk.SQSClient;
  /** The URL of a new queue. */
  queue(attributes?: Readonly<Record<string, string>>): Promise<string>;
  /** The URL of a new FIFO queue, by default with de-duplication by content. */
  fifo(attributes?: Readonly<Record<string, string>>): Promise<string>;
  arnOf(QueueUrl: string): Promise<string>;
  attribute(QueueUrl: string, name: sdk.QueueAttributeName): Promise<string | undefined>;
  set(QueueUrl: string, Attributes: Record<string, string>): Promise<unknown>;
  send(
    QueueUrl: string,
    body: string,
    more?: Partial<sdk.SendMessageCommandInput>,
  ): Promise<sdk.SendMessageCommandOutput>;
  receive(
    QueueUrl: string,
    more?: Partial<sdk.ReceiveMessageCommandInput>,
  ): Promise<readonly sdk.Message[]>;
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** In the emulator, time stands still but for `advance`. */
export async function sqsBench(options: ContractOptions = {}): Promise<SqsBench> {
  const target = await contractTarget({ time: "standing", ...options });
  const client = new sdk.SQSClient({ ...target.client, maxAttempts: 1 });
  const made: string[] = [];

  async function create(suffix: string, Attributes: Record<string, string>): Promise<string> {
    const QueueName = target.unique("limits") + suffix;
    const answer = await client.send(new sdk.CreateQueueCommand({ QueueName, Attributes }));
    const QueueUrl = answer.QueueUrl as string;
    made.push(QueueUrl);
    return QueueUrl;
  }

  async function attribute(QueueUrl: string, name: sdk.QueueAttributeName) {
    const input = { QueueUrl, AttributeNames: [name] };
    const answer = await client.send(new sdk.GetQueueAttributesCommand(input));
    return answer.Attributes?.[name];
  }

  return {
    target,
    client,
    queue: (attributes = {}) => create("", attributes),
    fifo: (attributes = {}) =>
      create(".fifo", { FifoQueue: "true", ContentBasedDeduplication: "true", ...attributes }),
    arnOf: async (QueueUrl) => (await attribute(QueueUrl, "QueueArn")) as string,
    attribute,
    set: (QueueUrl, Attributes) =>
      client.send(new sdk.SetQueueAttributesCommand({ QueueUrl, Attributes })),
    send: (QueueUrl, MessageBody, more = {}) =>
      client.send(new sdk.SendMessageCommand({ QueueUrl, MessageBody, ...more })),
    async receive(QueueUrl, more = {}) {
      const input = { QueueUrl, MaxNumberOfMessages: 10, ...more };
      return (await client.send(new sdk.ReceiveMessageCommand(input))).Messages ?? [];
    },
    advance: (ms) => target.advance(ms),
    async close() {
      if (target.kind === "endpoint") {
        for (const QueueUrl of made) await client.send(new sdk.DeleteQueueCommand({ QueueUrl }));
      }
      client.destroy();
      await target.stop();
    },
  };
}
