import { sizeBytes, wholeNumber } from "../../core/document/quantities.ts";

/** What one PutRecords call may hold, whoever makes it. */
export const recordsOfCall = () =>
  wholeNumber({ min: 1, max: 500, why: "PutRecords takes 500 at most" })
    .prefault(500)
    .describe("Records in one PutRecords call, at most.");

export const bytesOfCall = (usual: string) =>
  sizeBytes({ min: "1 KiB", max: "10 MiB", why: "PutRecords takes 10 MiB at most" })
    .prefault(usual)
    .describe("Bytes in one PutRecords call, at most.");
