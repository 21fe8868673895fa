import { streamArnRule } from "../validation/common.ts";
import type { StringRule, StructureRule } from "../validation/rules.ts";

const text = { type: "String", minLength: 1, maxLength: 2_048 } as const satisfies StringRule;
const requiredText = { ...text, required: true } as const;
const accountId = { type: "String", required: true, pattern: "\\d{12}" } as const;
const seconds = { type: "Integer", min: 0 } as const;

export const requiredChannelArn = {
  ...requiredText,
  pattern: "arn:aws.*:kinesis:.*:\\d{12}:channel/\\S+",
} as const;

const deadLetterQueue = {
  type: "Structure",
  members: { BucketARN: requiredText, ExpectedBucketOwner: accountId, ErrorOutputPrefix: text },
} as const satisfies StructureRule;

export const s3Destination = {
  type: "Structure",
  members: {
    DataFreshnessInSeconds: seconds,
    DeadLetterQueueS3Configuration: deadLetterQueue,
    StorageConfiguration: {
      type: "Structure",
      required: true,
      members: {
        BucketARN: requiredText,
        ExpectedBucketOwner: accountId,
        OutputKeyTemplate: text,
        StorageClass: { type: "String", values: ["STANDARD", "INTELLIGENT_TIERING", "GLACIER_IR"] },
        CompressionType: { type: "String", required: true, values: ["NONE", "GZIP", "ZSTD"] },
      },
    },
  },
} as const satisfies StructureRule;

const partitionSpec = {
  type: "Structure",
  members: {
    PartitionFields: {
      type: "List",
      required: true,
      member: {
        type: "Structure",
        members: {
          Transform: { type: "String", required: true, values: ["TIME_HOUR"] },
          SourceName: requiredText,
        },
      },
    },
  },
} as const satisfies StructureRule;

export const s3TablesDestination = {
  type: "Structure",
  members: {
    DataFreshnessInSeconds: seconds,
    DeadLetterQueueS3Configuration: { ...deadLetterQueue, required: true },
    S3TablesConfigurationList: {
      type: "List",
      required: true,
      minLength: 1,
      maxLength: 1,
      member: {
        type: "Structure",
        members: {
          TableBucketARN: requiredText,
          Namespace: requiredText,
          TableName: requiredText,
          CompressionType: { type: "String", required: true, values: ["NONE", "ZSTD", "SNAPPY"] },
          PartitionSpec: partitionSpec,
        },
      },
    },
  },
} as const satisfies StructureRule;

export const streamConfigurationList = {
  type: "List",
  required: true,
  minLength: 1,
  maxLength: 1,
  member: {
    type: "Structure",
    members: {
      StreamARN: { ...streamArnRule, required: true },
      RecordConfiguration: {
        type: "Structure",
        required: true,
        members: {
          RecordFormatType: {
            type: "String",
            required: true,
            values: ["GSR_JSON", "JSON", "STRING", "BYTE_ARRAY"],
          },
          GSRSchemaARN: text,
        },
      },
    },
  },
} as const;

export const channelEncryption = {
  type: "Structure",
  members: {
    EncryptionType: { type: "String", required: true, values: ["KMS"] },
    KeyId: requiredText,
  },
} as const satisfies StructureRule;

export const channelLogging = {
  type: "Structure",
  members: {
    CloudWatchLogs: {
      type: "Structure",
      required: true,
      members: {
        Enabled: { type: "Boolean", required: true },
        LogGroupName: text,
        LogStreamName: text,
      },
    },
  },
} as const satisfies StructureRule;

/** All that UpdateChannel can change of a destination. */
export const destinationUpdate = {
  type: "Structure",
  members: { DataFreshnessInSeconds: { ...seconds, required: true } },
} as const satisfies StructureRule;
