import * as sdk from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { elsewhere } from "../../support/contract-target.ts";
import { outcome, tally, times } from "../../support/outcomes.ts";
import { s3Bench, type S3Bench } from "../../support/s3-bench.ts";

/** AWS moves its bounds as it splits partitions, and one client hardly reaches them. */
describe.skipIf(elsewhere)("S3: request rates of a prefix", () => {
  let bench: S3Bench;
  let low: S3Bench;

  beforeAll(async () => {
    bench = await s3Bench();
    const s3 = { writesPerSecondPerPrefix: 10, readsPerSecondPerPrefix: 20 };
    low = await s3Bench({ limits: { s3 } });
    // Making the bucket was a write.
    await low.advance(1_000);
  });
  afterAll(async () => {
    await bench.close();
    await low.close();
  });

  it("writesPerSecondPerPrefix: 3,500 a second, each key of DeleteObjects by itself", async () => {
    const { Bucket, client } = bench;
    const slowed = async (prefix: string) => {
      const Objects = times(1_000, (i) => ({ Key: `${prefix}/${i}` }));
      const command = new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } });
      const answers = await Promise.all(times(4, () => client.send(command)));
      const errors = answers.flatMap(({ Errors = [] }) => Errors);
      expect(errors.every(({ Code }) => Code === "SlowDown")).toBe(true);
      return errors.length;
    };
    expect(await slowed("a")).toBe(500);
    expect(await slowed("b")).toBe(500);
    expect(await outcome(bench.put("a/x"))).toBe("SlowDown");
    await bench.advance(1_000);
    expect(await outcome(bench.put("a/x"))).toBe("accepted");
  });

  it("writesPerSecondPerPrefix: 503 SlowDown, and what it says", async () => {
    const writes = await Promise.allSettled(times(13, () => low.put("w/x")));
    const refused = writes.flatMap((write) => (write.status === "rejected" ? [write.reason] : []));
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatchObject({
      name: "SlowDown",
      message: "Please reduce your request rate.",
      $metadata: { httpStatusCode: 503 },
    });
  });

  it("readsPerSecondPerPrefix: apart from the writes, lists by their prefix", async () => {
    await low.put("r/x");
    const list = () =>
      low.client.send(new sdk.ListObjectsV2Command({ Bucket: low.Bucket, Prefix: "r/" }));
    const reads = [...times(15, () => low.head("r/x")), ...times(15, list)];
    const { accepted } = await tally(reads);
    expect(accepted).toBe(20);
    expect(await outcome(low.put("r/x"))).toBe("accepted");
    await low.advance(50);
    expect(await tally(times(2, list))).toEqual({ accepted: 1, SlowDown: 1 });
  });

  it("partitionedPrefixSegments: the first segment of a key is its prefix", async () => {
    const writes = (paths: readonly string[]) =>
      tally(paths.flatMap((path) => times(8, (i) => low.put(`${path}${i}`))));
    expect(await writes(["p/a/", "p/b/"])).toEqual({ accepted: 10, SlowDown: 6 });
    expect(await writes(["q/", "r2/"])).toEqual({ accepted: 16 });
    const two = await s3Bench({
      limits: { s3: { writesPerSecondPerPrefix: 10, partitionedPrefixSegments: 2 } },
    });
    const apart = ["p/a/", "p/b/"].flatMap((path) => times(8, (i) => two.put(`${path}${i}`)));
    expect(await tally(apart)).toEqual({ accepted: 16 });
    await two.close();
  });
});
