import { z } from "zod";
import { kinesisLimitTable, type KinesisLimits } from "./kinesis.ts";
import type { LimitTable } from "./limit.ts";
import { s3LimitTable, type S3Limits } from "./s3.ts";
import { sqsLimitTable, type SqsLimits } from "./sqs.ts";

/** Limits that are not to be AWS's own, by service and name. */
export interface ChangedLimits {
  readonly kinesis?: Partial<KinesisLimits>;
  readonly sqs?: Partial<SqsLimits>;
  readonly s3?: Partial<S3Limits>;
}

/** The limits of a configuration or a scenario: each by its name, as a number of its unit. */
export const limitsSchema: z.ZodType<ChangedLimits> = z
  .strictObject({
    kinesis: tableSchema(kinesisLimitTable).optional(),
    sqs: tableSchema(sqsLimitTable).optional(),
    s3: tableSchema(s3LimitTable).optional(),
  })
  .describe("Limits of the emulator that are not to be AWS's own.") as z.ZodType<ChangedLimits>;

function tableSchema(table: LimitTable) {
  const shape = Object.entries(table).map(([name, { value, unit, source }]) => {
    const error = `a number of ${unit}, as in \`${value}\``;
    const schema = z.number({ error }).min(0, { error }).optional();
    return [name, schema.describe(`${unit}. AWS: ${value}. ${source}.`)] as const;
  });
  return z.strictObject(Object.fromEntries(shape));
}
