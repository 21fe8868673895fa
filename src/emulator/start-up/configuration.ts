import { z } from "zod";
import { documentSchema } from "../../core/document/json-schema.ts";
import { sizeBytes, wholeNumber } from "../../core/document/quantities.ts";
import { faultRulesSchema } from "../../core/fault-rule.ts";
import { limitsSchema } from "../../core/limits/schema.ts";
import { resourceSchemas } from "./resources.ts";

const text = (error: string) => z.string({ error }).min(1, { error });

/** The file that `--config` names: all that an emulator can be started with. */
export const configurationSchema = z
  .strictObject({
    host: text("an address, as in `127.0.0.1`")
      .optional()
      .describe("Where to listen; 127.0.0.1 is this machine alone."),
    port: wholeNumber({ min: 0, max: 65_535 }).optional().describe("0 takes any that is free."),
    tls: z
      .boolean({ error: "`true` or `false`" })
      .optional()
      .describe("Takes https:// too, with a certificate that it makes."),
    region: text("a region, as in `us-east-1`").optional(),
    account: z
      .string({ error: "twelve digits, in quotes" })
      .regex(/^\d{12}$/, { error: "twelve digits, in quotes" })
      .optional(),
    seed: wholeNumber({ min: 0, max: 4_294_967_295 })
      .optional()
      .describe("Of all that is drawn at random, ids and faults included."),
    data: text("a directory")
      .optional()
      .describe("What is acknowledged is kept there, and is there again after a restart."),
    sync: z
      .enum(["write", "fsync"], { error: "`write` or `fsync`" })
      .optional()
      .describe(
        "With `data`: an answer waits until the operating system has what it acknowledges " +
          "(survives kill -9), or until the disk has it (survives a power cut).",
      ),
    memory: sizeBytes({ min: "16 MiB" })
      .optional()
      .describe("Of records, and of objects as many; what is more goes to files."),
    s3BaseHosts: z
      .array(text("a host, as in `s3.example.test`"), { error: "a list of hosts" })
      .optional()
      .describe("Further hosts of S3: what stands before such a name is a bucket."),
    credentials: z
      .record(text("an access key id"), text("its secret"), {
        error: "a map of access key ids to their secrets",
      })
      .optional()
      .describe("With some, requests have to be signed with one of them."),
    latency: z
      .enum(["off", "aws"], { error: "`off` or `aws`" })
      .optional()
      .describe("`aws` answers as late as AWS does, after published percentiles."),
    limits: limitsSchema.optional(),
    faults: faultRulesSchema.optional().describe("What goes wrong on purpose."),
    ...resourceSchemas,
  })
  .describe("The configuration of aforo's emulator.");

export const configurationDocument = documentSchema(configurationSchema);

/** What the file says: milliseconds, bytes, shares of one. */
export type Configuration = z.output<typeof configurationSchema>;
