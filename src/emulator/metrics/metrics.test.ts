import { describe, expect, it } from "vitest";
import { counts, gauges, prometheusName, values } from "./catalogue.ts";
import { Metrics } from "./metrics.ts";

const call = {
  service: "kinesis",
  method: "POST",
  target: "/",
  operation: "PutRecords",
  resource: "orders",
  status: 200,
  errorCode: undefined,
  requestBytes: 100,
  responseBytes: 20,
  durationUs: 1_500,
} as const;

describe("the metrics", () => {
  it.each([
    ["GetRecords.IteratorAgeMilliseconds", "aws_kinesis_get_records_iterator_age_milliseconds"],
    ["4xxErrors", "aws_kinesis_4xx_errors"],
    ["IncomingBytes", "aws_kinesis_incoming_bytes"],
  ])("bear the names that dashboards know: %s as %s", (metric, expected) => {
    expect(prometheusName("AWS/Kinesis", metric)).toBe(expected);
  });

  it("have names of their own, all of them", () => {
    const all = Object.entries({ ...counts, ...values, ...gauges }).map(([metric, row]) =>
      prometheusName(row.namespace, metric),
    );
    expect(new Set(all).size).toBe(all.length);
    for (const name of all) expect(name).toMatch(/^aws_(kinesis|sqs|s3)_[a-z0-9]+(_[a-z0-9]+)*$/);
  });

  it("show what was counted, by resource", () => {
    const metrics = new Metrics();
    metrics.count("IncomingRecords", "orders", 500);
    metrics.count("IncomingRecords", "orders", 3);
    metrics.observe("SentMessageSize", "work", 300);
    const text = metrics.text([{ metric: "OpenShardCount", resource: "orders", value: 4 }]);
    expect(text).toContain('aws_kinesis_incoming_records_total{stream_name="orders"} 503');
    expect(text).toContain('aws_sqs_sent_message_size_bucket{le="1024",queue_name="work"} 1');
    expect(text).toContain('aws_kinesis_open_shard_count{stream_name="orders"} 4');
    expect(text).toContain("# HELP aws_kinesis_incoming_records_total CloudWatch: AWS/Kinesis");
  });

  it("tell apart what clients made up, up to a bound", () => {
    const metrics = new Metrics();
    for (let i = 0; i < 30_000; i++) metrics.count("AllRequests", `bucket-${i}`, 1);
    metrics.observe("SentMessageSize", 'a"\n', 1);
    metrics.call({ ...call, operation: "Put Records\n1" });
    const text = metrics.text([]);
    expect(text).toContain('aws_s3_all_requests_total{bucket_name="others"} 10000');
    expect(text.match(/^aws_s3_all_requests_total\{/gm)).toHaveLength(20_001);
    expect(text).toContain('{service="kinesis",operation="others",outcome="ok"} 1');
  });

  it("forget what was counted with a reset", () => {
    const metrics = new Metrics();
    metrics.count("IncomingRecords", "orders", 500);
    metrics.observe("SentMessageSize", "work", 300);
    metrics.call(call);
    metrics.reset();
    expect(metrics.text([]).match(/^a.*\b(?:orders|work|PutRecords)\b/gm)).toBeNull();
  });

  it("forget a gauge whose resource is gone", () => {
    const metrics = new Metrics();
    metrics.text([{ metric: "NumberOfObjects", resource: "raw", value: 7 }]);
    expect(metrics.text([])).not.toContain('bucket_name="raw"');
  });

  it("count calls by outcome, and derive success and latency", () => {
    const metrics = new Metrics();
    metrics.call(call);
    metrics.call({ ...call, status: 400, errorCode: "ValidationException" });
    metrics.call({ ...call, service: "s3", operation: "GetObject", method: "GET", status: 404 });
    metrics.call({ ...call, status: 0 });
    const text = metrics.text([]);
    for (const line of [
      'aforo_calls_total{service="kinesis",operation="PutRecords",outcome="ok"} 1',
      'aforo_calls_total{service="kinesis",operation="PutRecords",outcome="ValidationException"} 1',
      'aforo_calls_total{service="kinesis",operation="PutRecords",outcome="cut"} 1',
      'aws_kinesis_put_records_latency_count{stream_name="orders"} 3',
      'aws_s3_4xx_errors_total{bucket_name="orders"} 1',
      'aws_s3_get_requests_total{bucket_name="orders"} 1',
    ]) {
      expect(text).toContain(line);
    }
  });
});
