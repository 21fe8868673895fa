import { describe, expect, it } from "vitest";
import { RollingQuota, type QuotaUses } from "./rolling-quota.ts";

describe("a quota of two in any 100 ms", () => {
  it("has room again when the oldest use is a window ago", () => {
    const uses: QuotaUses = [];
    const quota = new RollingQuota({ max: 2, windowMs: 100 }, uses);
    const tryAt = (ms: number): boolean => {
      if (!quota.hasRoom(ms)) return false;
      quota.use(ms);
      return true;
    };
    expect([0, 50, 99, 100, 149, 150].map(tryAt)).toEqual([true, true, false, true, false, true]);
    expect(uses).toEqual([100, 150]);
  });
});
