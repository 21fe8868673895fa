/**
 * KPL aggregation: several user records in one Kinesis record (github.com/awslabs/
 * amazon-kinesis-producer, aggregation-format.md):
 *
 *     F3 89 9A C2 · protobuf AggregatedRecord · MD5 of the protobuf
 *
 *     message AggregatedRecord {
 *       repeated string partition_key_table     = 1;
 *       repeated string explicit_hash_key_table = 2;
 *       repeated Record records                 = 3;
 *     }
 *     message Record {
 *       required uint64 partition_key_index     = 1;
 *       optional uint64 explicit_hash_key_index = 2;
 *       required bytes  data                    = 3;
 *       repeated Tag    tags                    = 4;
 *     }
 */
export const aggregateMagic: readonly number[] = [0xf3, 0x89, 0x9a, 0xc2];
export const digestBytes = 16;

/** Field number · 8 + wire type; all of these fields fit one byte. */
export const tags = {
  partitionKey: 0x0a,
  explicitHashKey: 0x12,
  record: 0x1a,
  partitionKeyIndex: 0x08,
  explicitHashKeyIndex: 0x10,
  data: 0x1a,
} as const;
