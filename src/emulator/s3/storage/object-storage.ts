import type { Store } from "../../storage/store.ts";
import type { BodyStore } from "../body-store.ts";
import type { KeyIndex } from "../key-index.ts";
import type { Bucket } from "../objects.ts";
import type { ChangeRecord } from "./change-record.ts";

/** Where S3 keeps what it holds. */
export interface ObjectStorage extends Store {
  /** By name: at first, what an earlier run left. The engine changes it and tells the record. */
  readonly buckets: KeyIndex<Bucket>;
  readonly bodies: BodyStore;
  readonly record: ChangeRecord;
}

/** Bodies in memory, before the oldest go to files, or leave the memory to the files alone. */
export const defaultMemoryBytesMax = 256 * 1_048_576;
