import type { Members, Shape, Structure } from "../../src/emulator/sqs/query-protocol/shapes.ts";
import { wireNameOf } from "../../src/emulator/sqs/query-protocol/shapes.ts";
import { names } from "./world.ts";
import type { Source } from "./fuzz-case.ts";

const attributes: Readonly<Record<string, readonly string[]>> = {
  VisibilityTimeout: ["0", "30", "43200"],
  DelaySeconds: ["0", "900"],
  MaximumMessageSize: ["1024", "262144"],
  MessageRetentionPeriod: ["60", "1209600"],
  ReceiveMessageWaitTimeSeconds: ["0", "1"],
  Policy: ["", '{"Version":"2012-10-17","Statement":[]}'],
  RedrivePolicy: [`{"deadLetterTargetArn":"${names.queueArn}","maxReceiveCount":"3"}`],
  RedriveAllowPolicy: ['{"redrivePermission":"denyAll"}'],
  FifoQueue: ["true"],
  ContentBasedDeduplication: ["true", "false"],
  KmsMasterKeyId: ["alias/aws/sqs"],
};

const known: Readonly<Record<string, (source: Source) => unknown>> = {
  QueueUrl: ({ random, world }) =>
    `${world.endpoint}/000000000000/${random.pick([names.queue, names.queue, names.fifo])}`,
  QueueName: ({ random }) => random.pick([names.queue, "fuzz-other", "fuzz-other.fifo"]),
  Attributes: ({ random }) => {
    const name = random.pick(Object.keys(attributes));
    return { [name]: random.pick(attributes[name] as string[]) };
  },
  AttributeNames: ({ random }) => [random.pick(["All", "QueueArn", "SentTimestamp"])],
  MessageSystemAttributeNames: () => ["All"],
  MessageAttributes: ({ random }) => ({
    trace: random.pick([
      { DataType: "String", StringValue: "a" },
      { DataType: "Number.int", StringValue: "12.5e1" },
      { DataType: "Binary", BinaryValue: "AAEC" },
    ]),
  }),
  MessageSystemAttributes: () => ({
    AWSTraceHeader: { DataType: "String", StringValue: "Root=1-5759e988-bd862e3fe1be46a994272793" },
  }),
  ReceiptHandle: ({ world }) => world.receiptHandle,
  SourceArn: () => names.queueArn,
  DestinationArn: () => names.queueArn,
  AWSAccountIds: () => ["111111111111"],
  Actions: () => ["SendMessage"],
  QueueOwnerAWSAccountId: () => "000000000000",
  Id: ({ random }) => `id-${random.below(20)}`,
  MaxNumberOfMessages: ({ random }) => 1 + random.below(10),
  WaitTimeSeconds: ({ random }) => random.below(2),
  tags: () => ({ team: "data" }),
  Tags: () => ({ team: "data" }),
};

/** An input of the JSON protocol, from the table that the Query protocol is described by. */
export function sqsInput(members: Members, source: Source): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, shape] of Object.entries(members)) {
    const isNamed = name === "QueueUrl" || name === "MessageBody" || name === "Id";
    if (!isNamed && source.random.chance(0.3)) continue;
    input[name] = known[name]?.(source) ?? valueOf(shape, source);
  }
  return input;
}

function valueOf(shape: Shape, source: Source): unknown {
  const { random } = source;
  if (shape === "text") return random.pick(["a", "0", "hello", "some text & more"]);
  if (shape === "integer") return random.below(11);
  switch (shape.kind) {
    case "list":
      return Array.from({ length: 1 + random.below(3) }, () => valueOf(shape.member, source));
    case "map":
      return { key: "value" };
    case "structure":
      return sqsInput(shape.members, source);
  }
}

/** An input as the parameters of the Query protocol, whatever has become of it. */
export function sqsParameters(input: unknown, members: Members): [string, string][] {
  if (typeof input !== "object" || input === null) return [["QueueUrl", String(input)]];
  return Object.entries(input).flatMap(([name, value]) => {
    const shape = Object.hasOwn(members, name) ? (members[name] as Shape) : "text";
    return parametersOf(wireNameOf(name, shape), value, shape);
  });
}

function parametersOf(name: string, value: unknown, shape: Shape): [string, string][] {
  if (typeof value !== "object" || value === null) return [[name, String(value)]];
  const kind = typeof shape === "string" ? "structure" : shape.kind;
  const entries = Object.entries(value).slice(0, 200);
  return entries.flatMap(([key, member], i) => {
    switch (kind) {
      case "list":
        return parametersOf(`${name}.${i + 1}`, member, (shape as { member: Shape }).member);
      case "map": {
        const map = shape as { keyName: string; valueName: string; value: Shape };
        const at = `${name}.${i + 1}.`;
        const keyed: [string, string] = [at + map.keyName, key];
        return [keyed, ...parametersOf(at + map.valueName, member, map.value)];
      }
      case "structure": {
        // What is nested deeper than any operation has it has no parameters.
        if (typeof shape === "string") return [[`${name}.${key}`, typeof member]];
        const { members } = shape as Structure;
        const inner = Object.hasOwn(members, key) ? (members[key] as Shape) : "text";
        return parametersOf(`${name}.${wireNameOf(key, inner)}`, member, inner);
      }
    }
  });
}
