import { CommitGroup } from "../../storage/commit-group.ts";
import { Journal } from "../../storage/journal.ts";
import { MemoryBudget } from "../../storage/memory-budget.ts";
import { OpenFiles } from "../../storage/open-files.ts";
import { SpillDirectory } from "../../storage/spill-directory.ts";
import { KeyIndex } from "../key-index.ts";
import type { Bucket } from "../objects.ts";
import { noRecord } from "./change-record.ts";
import { KeptBodies } from "./kept-bodies.ts";
import { defaultMemoryBytesMax } from "./object-storage.ts";
import type { ObjectStorage } from "./object-storage.ts";

/** Objects of one run: bodies in memory, and in temporary files where that does not suffice. */
export class SpilledBodies implements ObjectStorage {
  readonly buckets = new KeyIndex<Bucket>();
  readonly bodies: KeptBodies;
  readonly record = noRecord;
  readonly budget: MemoryBudget;
  readonly #directory: SpillDirectory;
  readonly #files = new OpenFiles();
  #journal: Journal | undefined;

  constructor(memoryBytesMax = defaultMemoryBytesMax, directory = new SpillDirectory()) {
    this.budget = new MemoryBudget(memoryBytesMax);
    this.#directory = directory;
    this.bodies = new KeptBodies({
      budget: this.budget,
      journal: () => (this.#journal ??= this.#openJournal()),
      heldBodyBytesMax: Infinity,
    });
  }

  /** There is nothing to make safe: all is gone with the process. */
  commit(): void {
    this.#journal?.clean();
  }

  /** Removes the files: no body is good any more. */
  close(): void {
    this.#files.closeAll();
    this.#directory.close();
  }

  #openJournal(): Journal {
    return new Journal({
      directory: this.#directory.path,
      files: this.#files,
      group: new CommitGroup("none"),
      relocate: (payload, place) => void this.bodies.relocate(payload, place),
    });
  }
}
