import { z } from "zod";
import { count, share } from "../../core/document/quantities.ts";

const oneIn = (what: string) =>
  count({ min: 0, max: 1_000_000_000 }).prefault(0).describe(`${what} one in so many; 0 is never.`);

export const sabotageSchema = z
  .strictObject({
    deduplication: z.enum(["on", "off"], { error: "`on` or `off`" }).prefault("on"),
    workerDropsOneIn: oneIn("The workers drop"),
    deliveryAltersOneIn: oneIn("The FINAL delivery alters"),
    producerForgetsFailures: z
      .boolean({ error: "`true` or `false`" })
      .prefault(false)
      .describe("The producer takes a batch that was answered with 200 for wholly confirmed."),
    killWorkerAt: share()
      .prefault("0%")
      .describe("Share of the run after which one worker is killed; 0% is never."),
    killCollectorAt: share()
      .prefault("0%")
      .describe("Share of the run after which one collector is killed; 0% is never."),
  })
  .prefault({})
  .describe("Ways to break the pipeline on purpose, to see that the checks find it. All off.");
