import { Random } from "../src/core/random.ts";

export const recordsPerCall = 500;
/** The median record of the clickstream: what a batch of `peak-day` is made of. */
export const recordBytes = 257;

/** A PutRecords call as the SDK sends it, and so the same in every run. */
export function putRecordsBody(stream: string): string {
  const random = Random.from("bench", "put-records");
  return JSON.stringify({
    StreamName: stream,
    Records: Array.from({ length: recordsPerCall }, () => ({
      Data: Buffer.from(Array.from({ length: recordBytes }, () => random.uint32() & 255)).toString(
        "base64",
      ),
      PartitionKey: `session-${random.uint32().toString(16).padStart(8, "0")}`,
    })),
  });
}

/** The answer to such a call, as large as a real one: 500 sequence numbers of 56 digits. */
export function putRecordsAnswer(): string {
  const sequenceNumber = "49".padEnd(56, "0");
  return JSON.stringify({
    FailedRecordCount: 0,
    Records: Array.from({ length: recordsPerCall }, (_, index) => ({
      SequenceNumber: sequenceNumber,
      ShardId: `shardId-${String(index % 6).padStart(12, "0")}`,
    })),
  });
}

/** The headers of a Kinesis action. The emulator reads credentials, and takes any. */
export function kinesisHeaders(action: string): Record<string, string> {
  const scope = "20260101/us-east-1/kinesis/aws4_request";
  return {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `Kinesis_20131202.${action}`,
    "x-amz-date": "20260101T000000Z",
    authorization: `AWS4-HMAC-SHA256 Credential=bench/${scope}, SignedHeaders=host, Signature=0`,
  };
}
