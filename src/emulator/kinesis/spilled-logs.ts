import { join } from "node:path";
import { CommitGroup } from "../storage/commit-group.ts";
import { MemoryBudget } from "../storage/memory-budget.ts";
import { OpenFiles } from "../storage/open-files.ts";
import { SpillDirectory } from "../storage/spill-directory.ts";
import type { Store } from "../storage/store.ts";
import { PackedRecordLog } from "./packed-record-log.ts";
import type { RecordLog, RecordLogs } from "./record-log.ts";
import { RecordSegments } from "./record-segments.ts";

/** Records in memory, for all shards together, before the oldest go to files. */
export const defaultMemoryBytesMax = 256 * 1_048_576;

/** Logs of one run: in memory, and in temporary files where that does not suffice. */
export class SpilledLogs implements RecordLogs, Store {
  readonly #budget: MemoryBudget;
  readonly #directory: SpillDirectory;
  readonly #files = new OpenFiles();
  readonly #group = new CommitGroup("none");
  #made = 0;

  constructor(memoryBytesMax = defaultMemoryBytesMax, directory = new SpillDirectory()) {
    this.#budget = new MemoryBudget(memoryBytesMax);
    this.#directory = directory;
  }

  log(): RecordLog {
    const number = this.#made++;
    const segments = new RecordSegments({
      files: this.#files,
      group: this.#group,
      pathOf: (ordinal) => join(this.#directory.path, `${number}.${ordinal}.log`),
    });
    const purpose = "spill";
    return new PackedRecordLog({ budget: this.#budget, group: this.#group, segments, purpose });
  }

  /** There is nothing to make safe: all is gone with the process. */
  commit(): void {}

  /** Removes the files: no log is good any more. */
  close(): void {
    this.#files.closeAll();
    this.#directory.close();
  }
}
