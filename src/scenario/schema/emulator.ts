import { z } from "zod";
import { faultRulesSchema } from "../../core/fault-rule.ts";
import { limitsSchema } from "../../core/limits/schema.ts";

export const emulatorSchema = z
  .strictObject({
    limits: limitsSchema.prefault({}),
    latency: z
      .enum(["off", "aws"], { error: "`off` or `aws`" })
      .prefault("off")
      .describe("`aws` answers as late as AWS does, after published percentiles."),
    faults: faultRulesSchema
      .prefault([])
      .describe("What goes wrong on purpose. Their times count from the start of the load."),
  })
  .prefault({})
  .describe("How the embedded emulator behaves. At an endpoint it has no effect.");
