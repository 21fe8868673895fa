import { z } from "zod";
import { durationMs, sizeBytes } from "../../core/document/quantities.ts";
import { bucketName } from "./resources.ts";

const prefixExpected = "a key prefix that ends in a slash, as in `raw/`";

/** A place in S3 that a stage writes to, buffered as Firehose does it. */
export const sinkSchema = z.strictObject({
  bucket: bucketName(),
  prefix: z
    .string({ error: prefixExpected })
    .regex(/^([a-zA-Z0-9!_.*'()=-]+\/)+$/, { error: prefixExpected })
    .meta({ examples: ["raw/"] })
    .describe("Comes before the time in each object's key."),
  buffer: sizeBytes({ min: "1 MiB", max: "128 MiB", why: "as Firehose buffers" })
    .prefault("5 MiB")
    .describe("An object is written when so much has gathered."),
  interval: durationMs({ min: "100ms", max: "900s", why: "Firehose waits 900 s at most" })
    .prefault("5s")
    .describe("An object is written at the latest after this time. Real time."),
});
