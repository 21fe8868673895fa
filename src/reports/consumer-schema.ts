import { z } from "zod";
import { count, figures, ms, share } from "./schema-parts.ts";

export const hotShard = z
  .object({
    shard: z.string(),
    share: share.describe("Of all confirmed records"),
    saturatedSeconds: count.describe("In which it refused records or was above hotUtilization"),
    seconds: count.describe("In which anything was written to it"),
    othersUtilization: share.describe("On average over the same seconds"),
    keys: z.array(z.object({ key: z.string(), share: share.describe("Of all records, at least") })),
  })
  .describe("A shard at its limit while the others idle; absent where there was none");

export const consumers = z
  .array(
    z.object({
      consumer: z.string(),
      stage: z.string(),
      stream: z.string(),
      reads: z.enum(["shared", "enhanced"]),
      records: count,
      propagationMs: figures.describe("From the arrival in the stream to the read"),
      documentedMs: ms.nullable().describe("What AWS states of such a consumer; null: nothing"),
      backlogMax: count.describe("Records confirmed and not yet read by it"),
      catchUps: z.array(
        z.object({
          pausedAtMs: ms,
          resumedAtMs: ms,
          backlogMax: count,
          drainMs: ms
            .nullable()
            .describe("From resuming to the tip of every shard; null: it never was there"),
        }),
      ),
    }),
  )
  .describe("Everyone who read a stream");
