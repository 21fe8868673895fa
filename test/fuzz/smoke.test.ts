import { expect, it } from "vitest";
import { runCampaign } from "./campaign.ts";

/** Growth by which a leak of what requests bring would show, in bytes; a collection leaves some. */
const growthMax = 48 * 1_048_576;

it("answers whatever comes, and goes on serving", { timeout: 120_000 }, async () => {
  const { failures, statuses, heldBytes } = await runCampaign({ seed: 1, cases: 900 });
  expect(failures.join("\n\n")).toBe("");
  // The cases reach the services: there are successes and refusals of each.
  for (const kind of ["kinesis 200", "kinesis 400", "sqs 200", "sqs 400", "s3 200", "s3 404"]) {
    expect(statuses[kind]).toBeGreaterThan(5);
  }
  const [afterFirst, atEnd] = heldBytes;
  expect(atEnd - afterFirst).toBeLessThan(growthMax);
});
