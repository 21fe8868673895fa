import { z } from "zod";
import { count, share, sizeBytes } from "../../core/document/quantities.ts";

const aggregationSchema = z
  .strictObject({
    mode: z
      .enum(["off", "kpl"], { error: "`off` or `kpl`" })
      .prefault("off")
      .describe("`kpl`: several records in one Kinesis record, in the format of the KPL."),
    bytes: sizeBytes({ min: "64 B", max: "1 MiB", why: "the KPL takes no other" })
      .prefault("50 KiB")
      .describe("Data of one Kinesis record, at most. The KPL's default."),
    records: count({ min: 1, max: 1_000_000 })
      .prefault("100k")
      .describe("User records in one Kinesis record, at most."),
  })
  .prefault({});

const rateLimitExpected = "`off`, or a percentage from 1 % to 1000 %, as in `150%`";

const rateLimitSchema = z
  .union([z.literal("off"), share({ min: "1 %", max: "1000 %" })], { error: rateLimitExpected })
  .prefault("off");

const exponentExpected = "a number above 0 and at most 5";

const partitionKeysSchema = z
  .strictObject({
    strategy: z
      .enum(["by-entity", "uniform", "zipf", "one-hot"], {
        error: "`by-entity`, `uniform`, `zipf` or `one-hot`",
      })
      .prefault("by-entity")
      .describe("The entity's own key, a random one a record, Zipf's law, or one hot key."),
    exponent: z
      .number({ error: exponentExpected })
      .gt(0, { error: exponentExpected })
      .max(5, { error: exponentExpected })
      .prefault(1)
      .describe("Of `zipf`: the key of rank r has a share in proportion to r^-exponent."),
    keys: count({ min: 1, max: 1_000_000 }).prefault("10k").describe("Of `zipf`: how many."),
    share: share().prefault("50%").describe("Of `one-hot`: the hot key's share of the records."),
  })
  .prefault({});

/** How the producer drives a stream, among the keys of `load.producer`. */
export const driverKeys = {
  call: z
    .enum(["put-records", "put-record"], { error: "`put-records` or `put-record`" })
    .prefault("put-records")
    .describe("`put-record`: one Kinesis record a call."),
  aggregation: aggregationSchema.describe(
    "Several records in one Kinesis record, or each its own.",
  ),
  rateLimit: rateLimitSchema.describe(
    "Holds records back beyond this share of a shard's limits. The KPL's default is 150 %.",
  ),
  partitionKeys: partitionKeysSchema.describe("Under which keys the records are sent."),
};
