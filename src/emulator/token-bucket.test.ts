import { describe, expect, it } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

const second = 1_000_000;

describe("a token bucket", () => {
  it("holds a second's worth and refills steadily", () => {
    const bucket = new TokenBucket(1_000, 0);
    expect(bucket.has(1_000, 0)).toBe(true);
    expect(bucket.has(1_001, 0)).toBe(false);
    bucket.take(1_000);
    expect(bucket.has(1, 0)).toBe(false);
    expect(bucket.has(1, 1_000)).toBe(true);
    expect(bucket.has(500, second / 2)).toBe(true);
    expect(bucket.has(501, second / 2)).toBe(false);
    expect(bucket.has(1_001, 60 * second)).toBe(false);
  });

  it("has nothing while it is in debt", () => {
    const bucket = new TokenBucket(2, 0);
    bucket.takeDownTo(100, 10);
    expect(bucket.has(0, 5 * second - 1_000)).toBe(false);
    expect(bucket.has(0, 5 * second)).toBe(true);
  });

  it("does not lose a token to rounding", () => {
    const bucket = new TokenBucket(5, 0);
    bucket.take(5);
    for (let call = 1; call <= 1_000; call++) {
      expect(bucket.has(1, call * 200_000)).toBe(true);
      bucket.take(1);
    }
  });
});
