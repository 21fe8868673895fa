type Unit = "Count" | "Bytes" | "Milliseconds" | "Seconds";

/**
 * The metrics of CloudWatch that the emulator keeps, under CloudWatch's names (Kinesis developer
 * guide, "Monitoring with CloudWatch"; SQS developer guide, "Available CloudWatch metrics"; S3 User
 * Guide, "Metrics and dimensions"). Counts only grow, where CloudWatch has sums a minute.
 */
interface CloudWatchMetric {
  readonly namespace: "AWS/Kinesis" | "AWS/SQS" | "AWS/S3";
  readonly unit: Unit;
}

const kinesis = <U extends Unit>(unit: U) => ({ namespace: "AWS/Kinesis", unit }) as const;
const sqs = <U extends Unit>(unit: U) => ({ namespace: "AWS/SQS", unit }) as const;
const s3 = <U extends Unit>(unit: U) => ({ namespace: "AWS/S3", unit }) as const;

/** Sums. Some the engines count, some follow from the calls (see call-metrics.ts). */
export const counts = {
  IncomingBytes: kinesis("Bytes"),
  IncomingRecords: kinesis("Count"),
  WriteProvisionedThroughputExceeded: kinesis("Count"),
  ReadProvisionedThroughputExceeded: kinesis("Count"),
  "GetRecords.Bytes": kinesis("Bytes"),
  "GetRecords.Records": kinesis("Count"),
  "PutRecord.Bytes": kinesis("Bytes"),
  "PutRecords.Bytes": kinesis("Bytes"),
  "PutRecords.TotalRecords": kinesis("Count"),
  "PutRecords.SuccessfulRecords": kinesis("Count"),
  "PutRecords.FailedRecords": kinesis("Count"),
  "PutRecords.ThrottledRecords": kinesis("Count"),
  "SubscribeToShardEvent.Bytes": kinesis("Bytes"),
  "SubscribeToShardEvent.Records": kinesis("Count"),
  "SubscribeToShard.RateExceeded": kinesis("Count"),
  NumberOfMessagesSent: sqs("Count"),
  NumberOfMessagesReceived: sqs("Count"),
  NumberOfEmptyReceives: sqs("Count"),
  NumberOfMessagesDeleted: sqs("Count"),
  "GetRecords.Success": kinesis("Count"),
  "PutRecord.Success": kinesis("Count"),
  "PutRecords.Success": kinesis("Count"),
  "SubscribeToShard.Success": kinesis("Count"),
  AllRequests: s3("Count"),
  GetRequests: s3("Count"),
  PutRequests: s3("Count"),
  DeleteRequests: s3("Count"),
  HeadRequests: s3("Count"),
  PostRequests: s3("Count"),
  ListRequests: s3("Count"),
  BytesDownloaded: s3("Bytes"),
  BytesUploaded: s3("Bytes"),
  "4xxErrors": s3("Count"),
  "5xxErrors": s3("Count"),
} as const satisfies Record<string, CloudWatchMetric>;

/** Distributions, as histograms. */
export const values = {
  "GetRecords.IteratorAgeMilliseconds": kinesis("Milliseconds"),
  "SubscribeToShardEvent.MillisBehindLatest": kinesis("Milliseconds"),
  "GetRecords.Latency": kinesis("Milliseconds"),
  "PutRecord.Latency": kinesis("Milliseconds"),
  "PutRecords.Latency": kinesis("Milliseconds"),
  SentMessageSize: sqs("Bytes"),
  TotalRequestLatency: s3("Milliseconds"),
} as const satisfies Record<string, CloudWatchMetric>;

/** What is so at the moment, read when the metrics are asked for. */
export const gauges = {
  OpenShardCount: kinesis("Count"),
  ApproximateNumberOfMessagesVisible: sqs("Count"),
  ApproximateNumberOfMessagesNotVisible: sqs("Count"),
  ApproximateNumberOfMessagesDelayed: sqs("Count"),
  ApproximateAgeOfOldestMessage: sqs("Seconds"),
  BucketSizeBytes: s3("Bytes"),
  NumberOfObjects: s3("Count"),
} as const satisfies Record<string, CloudWatchMetric>;

export type CountName = keyof typeof counts;
export type ValueName = keyof typeof values;
export type GaugeName = keyof typeof gauges;

/** What CloudWatch calls the resource that a metric is of. */
export const dimensions: Readonly<Record<CloudWatchMetric["namespace"], string>> = {
  "AWS/Kinesis": "stream_name",
  "AWS/SQS": "queue_name",
  "AWS/S3": "bucket_name",
};

/**
 * `GetRecords.Bytes` of AWS/Kinesis as `aws_kinesis_get_records_bytes`: as Prometheus's own
 * CloudWatch exporter writes it, so that dashboards made for that one fit.
 */
export function prometheusName(namespace: string, metric: string): string {
  const snake = metric
    .replaceAll(".", "_")
    .replace(/^(\d)xx/, "$1xx_")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .replaceAll(/_+/g, "_");
  return `${namespace.replace("/", "_")}_${snake}`.toLowerCase();
}
