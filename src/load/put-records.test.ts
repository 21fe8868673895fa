import { describe, expect, it } from "vitest";
import { standIn } from "../../test/support/stand-ins.ts";
import { classifyCallError, sdkPutRecords } from "./put-records.ts";

const refused = { $metadata: { httpStatusCode: 400 } };
const broken = { $metadata: { httpStatusCode: 500 } };
const answered = { $metadata: { httpStatusCode: 200 } };

describe("what an error of a whole call says about its records", () => {
  it.each([
    ["throttled", { name: "ProvisionedThroughputExceededException", ...refused }],
    ["throttled", { name: "LimitExceededException", ...refused }],
    ["throttled", { name: "KMSThrottlingException", ...refused }],
    ["throttled", { name: "ThrottlingException", $metadata: { httpStatusCode: 429 } }],
    ["throttled", { name: "SlowDown", $metadata: { httpStatusCode: 503 } }],
    ["failed", { name: "ResourceNotFoundException", ...refused }],
    ["failed", { name: "AccessDeniedException", $metadata: { httpStatusCode: 403 } }],
    ["failed", { name: "Error", code: "ECONNREFUSED" }],
    ["failed", { name: "Error", code: "ENOTFOUND" }],
    ["failed", { name: "Error", code: "EAI_AGAIN" }],
    ["unknown", { name: "TimeoutError" }],
    ["unknown", { name: "AbortError" }],
    ["unknown", { name: "Error", code: "ECONNRESET" }],
    ["unknown", { name: "Error", code: "EPIPE" }],
    ["unknown", { name: "InternalFailure", ...broken }],
    ["unknown", { name: "ServiceUnavailable", $metadata: { httpStatusCode: 503 } }],
    ["unknown", { name: "SyntaxError", ...answered }],
    ["unknown", {}],
  ])("%s: %j", (kind, error: { name?: string; code?: string }) => {
    const reason = error.code ?? error.name ?? "unknown error";
    expect(classifyCallError(error)).toEqual({ kind, reason });
  });
});

describe("the outcomes of the records of a call", () => {
  const entries = ["a", "b", "c", "d"].map((partitionKey) => {
    return { partitionKey, data: Buffer.from(partitionKey) };
  });
  const putRecords = (PutRecords: () => unknown) =>
    sdkPutRecords(standIn({ PutRecords }).kinesis, "logs")(entries, { timeoutMs: 1_000 });

  it("are told apart where the call answers with 200", async () => {
    const Records = [
      { ShardId: "shard-1", SequenceNumber: "1" },
      { ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: "rate exceeded" },
      { ErrorCode: "InternalFailure", ErrorMessage: "internal service failure" },
    ];
    expect(await putRecords(() => ({ FailedRecordCount: 2, Records }))).toEqual([
      { kind: "confirmed", shardId: "shard-1" },
      { kind: "throttled", reason: "ProvisionedThroughputExceededException" },
      { kind: "failed", reason: "InternalFailure" },
      { kind: "unknown", reason: "no result for the record" },
    ]);
  });

  it("are the call's own where it fails", async () => {
    const outcomes = await putRecords(() => {
      throw Object.assign(new Error("hang up"), { code: "ECONNRESET" });
    });
    expect(outcomes).toEqual(entries.map(() => ({ kind: "unknown", reason: "ECONNRESET" })));
  });
});
