import type { Rule, Members } from "../../src/emulator/kinesis/validation/rules.ts";
import { names } from "./world.ts";
import type { Source } from "./fuzz-case.ts";

/** Values that lead somewhere, by the member's name; all others follow from the rule. */
const known: Readonly<Record<string, (source: Source) => unknown>> = {
  StreamName: () => names.stream,
  StreamARN: () => names.streamArn,
  ResourceARN: ({ random, world }) => random.pick([names.streamArn, world.consumerArn]),
  ConsumerARN: ({ world }) => world.consumerArn,
  ConsumerName: () => names.consumer,
  ShardId: ({ random }) => `shardId-00000000000${random.below(3)}`,
  ShardToSplit: () => "shardId-000000000000",
  ShardToMerge: () => "shardId-000000000000",
  AdjacentShardToMerge: () => "shardId-000000000001",
  ShardIterator: ({ world }) => world.shardIterator,
  SequenceNumber: ({ world }) => world.sequenceNumber,
  StartingSequenceNumber: ({ world }) => world.sequenceNumber,
  SequenceNumberForOrdering: ({ world }) => world.sequenceNumber,
  ExplicitHashKey: () => "170141183460469231731687303715884105728",
  NewStartingHashKey: () => "85070591730234615865843651857942052864",
  PartitionKey: ({ random }) => `k${random.below(100)}`,
  KeyId: () => "alias/aws/kinesis",
  Policy: () => '{"Version":"2012-10-17","Statement":[]}',
  ShardCount: ({ random }) => 1 + random.below(3),
  TargetShardCount: ({ random }) => 1 + random.below(3),
};

/** An input that the rules allow, but for what they name by a limit alone. */
export function kinesisInput(members: Members, source: Source): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  // A stream is named once, as most calls name it.
  const hasName = "StreamName" in members;
  for (const [name, rule] of Object.entries(members)) {
    if (rule.type === "Unsupported" || (hasName && name === "StreamARN")) continue;
    if (name === "DryRun" || (!rule.required && source.random.chance(0.3))) continue;
    input[name] = known[name]?.(source) ?? valueOf(rule, source);
  }
  if (hasName) input["StreamName"] = names.stream;
  return input;
}

function valueOf(rule: Rule, source: Source): unknown {
  const { random } = source;
  switch (rule.type) {
    case "String":
      return rule.values ? random.pick(rule.values) : random.pick(["a", "0", "fuzz-2", "9-x_.y"]);
    case "Integer":
      return (typeof rule.min === "number" ? rule.min : 1) + random.below(30);
    case "Boolean":
      return random.chance(0.5);
    case "Timestamp":
      return random.pick([0, 1_700_000_000, 1_700_000_000.123]);
    case "Blob":
      return Buffer.alloc(random.below(300), 7).toString("base64");
    case "List":
      return Array.from({ length: 1 + random.below(3) }, () => valueOf(rule.member, source));
    case "Map":
      return { key: "value", [`k${random.below(9)}`]: "" };
    case "Structure":
      return kinesisInput(rule.members, source);
    case "Unsupported":
      return false;
  }
}
