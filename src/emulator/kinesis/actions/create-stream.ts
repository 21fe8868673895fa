import type { KinesisAccount } from "../account.ts";
import {
  checkOnDemandQuota,
  checkShardQuota,
  checkWarmThroughput,
  createScaler,
} from "../capacity.ts";
import { KinesisError } from "../errors.ts";
import { evenRanges } from "../../../core/hash-ranges.ts";
import { shardsOf } from "../new-shard.ts";
import { ShardMap } from "../shard-map.ts";
import { Stream } from "../stream.ts";
import { newTags, tagRules } from "../tags.ts";
import { unchangedSettings } from "../stream-settings.ts";
import {
  distributionRule,
  maxRecordSizeRule,
  requiredNameRule,
  streamModeRule,
} from "../validation/common.ts";
import type { InputOf } from "../validation/rules.ts";
import { action } from "./action.ts";

const rules = {
  StreamName: requiredNameRule,
  ShardCount: { type: "Integer", min: 1, max: "shardsPerStreamMax" },
  StreamModeDetails: { type: "Structure", members: { StreamMode: streamModeRule } },
  Tags: tagRules.map,
  MaxRecordSizeInKiB: maxRecordSizeRule,
  WarmThroughputMiBps: { type: "Integer", min: 1 },
  RecordDistributionStrategy: distributionRule,
} as const;

type Input = InputOf<typeof rules>;

/** A provisioned stream needs a number of shards; one on demand begins with its own. */
export const createStream = action(rules, (account, input) => {
  const name = input.StreamName;
  const mode = input.StreamModeDetails?.StreamMode ?? "PROVISIONED";
  checkCapacity(input, mode);
  if (account.lookUp(name)) {
    throw new KinesisError(
      "ResourceInUseException",
      `Stream ${name} under account ${account.accountId} already exists.`,
    );
  }
  checkStreamsCreating(account);
  const warmMiBps = input.WarmThroughputMiBps;
  checkWarmThroughput(account, warmMiBps);
  if (mode === "ON_DEMAND") checkOnDemandQuota(account);
  else checkShardQuota(account, input.ShardCount ?? 0);
  const scaler =
    mode === "ON_DEMAND" ? createScaler(account, { shardCount: 0, warmMiBps }) : undefined;
  const { limits } = account;
  const place = `stream ${name} under account ${account.accountId}`;
  const tags = newTags({ place, tagsMax: limits.tagsPerResourceMax }, input.Tags);
  const createdMs = account.nowMs();
  account.add(
    new Stream({
      name,
      arn: account.arnOf(name),
      createdMs,
      transitionMs: limits.streamTransitionMs,
      settings: {
        mode,
        distribution: input.RecordDistributionStrategy ?? "USER_PARTITION_KEY",
        retentionHours: limits.retentionHours,
        maxRecordSizeKiB: input.MaxRecordSizeInKiB ?? limits.maxRecordSizeKiBMin,
        ...unchangedSettings(),
        tags,
      },
      shards: newShards(account, { name, createdMs }, scaler?.shardCount ?? input.ShardCount ?? 1),
      scaler,
    }),
  );
  return undefined;
});

/** Which members go with which mode; where AWS refuses, its words are not on record. */
function checkCapacity(input: Input, mode: "ON_DEMAND" | "PROVISIONED"): void {
  if (mode === "ON_DEMAND") {
    if (input.ShardCount === undefined) return;
    throw new KinesisError(
      "ValidationException",
      "ShardCount must not be specified for a stream in the on-demand capacity mode.",
    );
  }
  if (input.ShardCount === undefined) {
    throw new KinesisError("ValidationException", "ShardCount must be specified.");
  }
  if (input.RecordDistributionStrategy === "AUTO") {
    throw new KinesisError(
      "InvalidArgumentException",
      "RecordDistributionStrategy AUTO is only supported for on-demand streams.",
    );
  }
  if (input.WarmThroughputMiBps !== undefined) {
    throw new KinesisError(
      "ValidationException",
      "WarmThroughputMiBps is only supported for on-demand streams.",
    );
  }
}

function checkStreamsCreating(account: KinesisAccount): void {
  const nowMs = account.nowMs();
  const creating = account.streams().filter((stream) => stream.status(nowMs) === "CREATING");
  const limit = account.limits.streamsCreatingMax;
  if (creating.length < limit) return;
  throw new KinesisError(
    "LimitExceededException",
    `Account ${account.accountId} cannot have more than ${limit} streams in the CREATING state ` +
      "at the same time.",
  );
}

/** The first shards are as old as their stream: its trim horizon is where they begin. */
function newShards(
  account: KinesisAccount,
  stream: Pick<Stream, "name" | "createdMs">,
  count: number,
): ShardMap {
  return new ShardMap(shardsOf(account, stream), evenRanges(count), stream.createdMs);
}
