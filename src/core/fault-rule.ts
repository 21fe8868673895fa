import { z } from "zod";
import { listed } from "./document/mistake.ts";
import { durationMs, share, wholeNumber } from "./document/quantities.ts";
import { faultActions, type FaultActionName, type FaultTarget } from "./fault-action.ts";

const actionNames = Object.keys(faultActions) as [FaultActionName, ...FaultActionName[]];
const text = (error: string) => z.string({ error }).min(1, { error });
const names = (what: string) => z.array(text(what), { error: `a list: ${what}` }).optional();

const delaySchema = z
  .strictObject({
    p50: durationMs({ min: "0s", max: "15min" }),
    p90: durationMs({ min: "0s", max: "15min" }).optional(),
    p99: durationMs({ min: "0s", max: "15min" }).optional(),
  })
  .describe("A log-normal body through p50 and p90, and a Pareto tail through p99.");

export const faultRuleSchema = z
  .strictObject({
    name: text("a name").optional().describe("How the report and the admin endpoint call it."),
    action: z.enum(actionNames, { error: `one of ${listed(actionNames, "or")}` }),
    service: z.enum(["kinesis", "sqs", "s3"], { error: "`kinesis`, `sqs` or `s3`" }).optional(),
    operations: names("operations as in `PutRecords`").describe("All, where it is left out."),
    resources: names("names of streams, queues or buckets").describe("All, where it is left out."),
    shards: names("shard ids as in `shardId-000000000000`").describe("All, where it is left out."),
    share: share()
      .prefault("100%")
      .describe("Of the calls, records or deliveries that it could strike."),
    strikes: z
      .enum(["call", "record", "delivery"], { error: "`call`, `record` or `delivery`" })
      .optional()
      .describe("Whole calls, or each record of PutRecords, an SQS batch or DeleteObjects."),
    from: durationMs({ min: "0s", max: "365d" })
      .prefault("0s")
      .describe("When it begins, since the fault was set. Real time."),
    until: durationMs({ min: "0s", max: "365d" }).optional().describe("When it ends; never."),
    atMost: wholeNumber({ min: 1, max: 1_000_000_000 }).optional().describe("It strikes so often."),
    delay: delaySchema.optional().describe("Of `aforo:latency` alone."),
  })
  .superRefine((rule, context) => {
    const targets: readonly FaultTarget[] = faultActions[rule.action].targets;
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (rule.strikes !== undefined && !targets.includes(rule.strikes)) {
      wrong("strikes", `${listed(targets, "or")}, since ${rule.action} cannot strike others`);
    }
    const isLatency = rule.action === "aforo:latency";
    if (isLatency && rule.delay === undefined) wrong("delay", "a delay, as in `{ p50: 20ms }`");
    if (!isLatency && rule.delay !== undefined)
      wrong("delay", "none: only `aforo:latency` has one");
    if (rule.until !== undefined && rule.until <= rule.from) {
      wrong("until", "a time after `from`");
    }
  });

export const faultRulesSchema = z.array(faultRuleSchema, { error: "a list of faults" });

/** One fault: what it does, to whom, how often and when. Milliseconds; shares of one. */
export type FaultRule = z.output<typeof faultRuleSchema>;

/** A rule as code states it: always, from the beginning, where it does not say otherwise. */
export type FaultSettings = Omit<FaultRule, "share" | "from"> &
  Partial<Pick<FaultRule, "share" | "from">>;
