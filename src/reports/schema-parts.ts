import { z } from "zod";

/** What the parts of report.json are made of. */
export const count = z.number().int().nonnegative();
export const ms = z.number();
export const share = z.number().nonnegative();

export const figures = z
  .object({ count, p50: ms, p90: ms, p99: ms, p999: ms, p9999: ms, max: ms })
  .describe("Of all samples; zeros where count is 0");
