import { expect, it } from "vitest";
import { startMs, virtualEngine } from "../../../../test/support/virtual-engine.ts";

const dayMs = 86_400_000;
const at = (days: number) => new Date(startMs + days * dayMs);

it("commits for a day at least, and takes back an end that is to come", () => {
  const { call, clock } = virtualEngine({});
  const known = (answer: Record<string, unknown>) =>
    JSON.parse(JSON.stringify(answer["MinimumThroughputBillingCommitment"])) as unknown;
  const set = (Status: string) =>
    known(call("UpdateAccountSettings", { MinimumThroughputBillingCommitment: { Status } }));
  const shown = () => known(call("DescribeAccountSettings", {}));
  const iso = (days: number) => at(days).toISOString();

  expect(shown()).toEqual({ Status: "DISABLED" });
  expect(set("DISABLED")).toEqual({ Status: "DISABLED" });
  const enabled = { Status: "ENABLED", StartedAt: iso(0), EarliestAllowedEndAt: iso(1) };
  const ending = { ...enabled, Status: "ENABLED_UNTIL_EARLIEST_ALLOWED_END" };
  expect(set("ENABLED")).toEqual(enabled);
  expect(set("DISABLED")).toEqual(ending);
  expect(set("ENABLED")).toEqual(enabled);
  expect(set("DISABLED")).toEqual(ending);
  clock.advanceMs(dayMs);
  expect(shown()).toEqual({ Status: "DISABLED", StartedAt: iso(0), EndedAt: iso(1) });
  expect(set("ENABLED")).toEqual({
    Status: "ENABLED",
    StartedAt: iso(1),
    EarliestAllowedEndAt: iso(2),
  });
  clock.advanceMs(2 * dayMs);
  expect(set("DISABLED")).toEqual({ Status: "DISABLED", StartedAt: iso(1), EndedAt: iso(3) });
});
