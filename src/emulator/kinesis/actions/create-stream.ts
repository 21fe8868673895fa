import type { KinesisAccount } from "../account.ts";
import { KinesisError } from "../errors.ts";
import { evenRanges } from "../hash-ranges.ts";
import { Shard } from "../shard.ts";
import { Stream } from "../stream.ts";
import { requiredNameRule } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  StreamName: requiredNameRule,
  ShardCount: { type: "Integer", min: 1, max: "shardsPerStreamMax" },
  StreamModeDetails: {
    type: "Structure",
    members: {
      StreamMode: { type: "String", required: true, values: ["PROVISIONED", "ON_DEMAND"] },
    },
  },
  Tags: { type: "Map", value: { type: "String" } },
  MaxRecordSizeInKiB: {
    type: "Integer",
    min: "maxRecordSizeKiBMin",
    max: "maxRecordSizeKiBMax",
  },
  WarmThroughputMiBps: { type: "Unsupported" },
  RecordDistributionStrategy: { type: "Unsupported" },
} as const;

export const createStream = action(rules, (account, input) => {
  const name = input.StreamName;
  if (input.StreamModeDetails?.StreamMode === "ON_DEMAND") {
    throw new KinesisError(
      "NotImplementedException",
      "On-demand streams are not implemented by this emulator: create it as PROVISIONED.",
    );
  }
  if (input.ShardCount === undefined) {
    throw new KinesisError("ValidationException", "ShardCount must be specified.");
  }
  if (account.lookUp(name)) {
    throw new KinesisError(
      "ResourceInUseException",
      `Stream ${name} under account ${account.accountId} already exists.`,
    );
  }
  const { limits } = account;
  account.add(
    new Stream({
      name,
      arn: account.arnOf(name),
      createdMs: account.nowMs(),
      transitionMs: limits.streamTransitionMs,
      settings: {
        mode: "PROVISIONED",
        retentionHours: limits.retentionHours,
        maxRecordSizeKiB: input.MaxRecordSizeInKiB ?? limits.maxRecordSizeKiBMin,
        kmsKeyId: undefined,
        shardLevelMetrics: [],
        tags: new Map(Object.entries(input.Tags ?? {})),
      },
      shards: newShards(account, input.ShardCount),
    }),
  );
  return undefined;
});

function newShards(account: KinesisAccount, count: number): readonly Shard[] {
  const createdMs = account.nowMs();
  const nowUs = account.nowUs();
  const { limits, createLog } = account;
  return evenRanges(count).map(
    (range, index) => new Shard({ index, range, createdMs, nowUs, limits, log: createLog() }),
  );
}
