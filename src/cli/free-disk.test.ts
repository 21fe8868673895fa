import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { shippedPlan } from "../../test/support/shipped-plan.ts";
import { AforoError } from "../core/errors.ts";
import { checkFreeDisk, diskNeeded } from "./free-disk.ts";

const plan = shippedPlan("smoke");
const withRecords = (records: number) => ({ ...plan, load: { ...plan.load, records } });

it("asks for no disk where memory suffices", () => {
  expect(diskNeeded(plan)).toBe(0);
  expect(() => checkFreeDisk(plan, "/no/such/directory")).not.toThrow();
});

it("does not begin what will not fit, and says what to do", () => {
  const tooMany = withRecords(1e15);
  expect(() => checkFreeDisk(tooMany)).toThrow(AforoError);
  expect(() => checkFreeDisk(tooMany)).toThrow(`of disk in ${tmpdir()}`);
  expect(() => checkFreeDisk(withRecords(500_000))).not.toThrow();
});
