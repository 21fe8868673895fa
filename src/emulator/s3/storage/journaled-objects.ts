import { CommitGroup } from "../../storage/commit-group.ts";
import type { SyncPolicy } from "../../storage/commit-group.ts";
import { CorruptSegment } from "../../storage/corrupt-segment.ts";
import { Journal } from "../../storage/journal.ts";
import { MemoryBudget } from "../../storage/memory-budget.ts";
import { OpenFiles } from "../../storage/open-files.ts";
import { KeyIndex } from "../key-index.ts";
import type { Bucket } from "../objects.ts";
import { JournaledChanges } from "./journaled-changes.ts";
import { KeptBodies } from "./kept-bodies.ts";
import { defaultMemoryBytesMax } from "./object-storage.ts";
import type { ObjectStorage } from "./object-storage.ts";
import { Recovery } from "./recovery.ts";

export interface JournaledObjectsOptions {
  /** Made where it is not there. Nobody else may use it meanwhile. */
  readonly directory: string;
  readonly policy: SyncPolicy;
  /** Of small bodies, held to be read again. */
  readonly memoryBytesMax?: number | undefined;
  /** Larger bodies are in the files alone. Smaller ones are written with their object. */
  readonly smallBodyBytesMax?: number;
  readonly files?: OpenFiles;
  /** See JournalOptions. */
  readonly segmentBytes?: number;
  readonly slackBytes?: number;
}

/** Buckets and objects in a data directory: one journal has all of them, and their bodies. */
export class JournaledObjects implements ObjectStorage {
  readonly buckets = new KeyIndex<Bucket>();
  readonly bodies: KeptBodies;
  readonly record: JournaledChanges;
  readonly #journal: Journal;
  readonly #group: CommitGroup;
  readonly #files: OpenFiles;

  /** @throws CorruptSegment where files were altered. */
  constructor(options: JournaledObjectsOptions) {
    const { directory, files = new OpenFiles(), segmentBytes, slackBytes } = options;
    this.#files = files;
    this.#group = new CommitGroup(options.policy);
    this.#journal = new Journal({
      directory,
      files,
      group: this.#group,
      relocate: (payload, place) => {
        if (!this.bodies.relocate(payload, place)) this.record.relocate(payload, place);
      },
      ...(segmentBytes !== undefined && { segmentBytes }),
      ...(slackBytes !== undefined && { slackBytes }),
    });
    const journal = this.#journal;
    this.bodies = new KeptBodies({
      budget: new MemoryBudget(options.memoryBytesMax ?? defaultMemoryBytesMax),
      journal: () => journal,
      heldBodyBytesMax: options.smallBodyBytesMax ?? 65_536,
    });
    this.record = new JournaledChanges({ journal, bodies: this.bodies, buckets: this.buckets });
    this.#recover(directory);
  }

  /** Bytes of the files, and of what lives in them. */
  get size(): Journal["size"] {
    return this.#journal.size;
  }

  /** Cleans its share of the journal, and does what the policy says. */
  commit(): void | Promise<void> {
    this.#journal.clean();
    return this.#group.commit();
  }

  async close(): Promise<void> {
    this.#journal.close();
    await this.#group.commit();
    this.#files.closeAll();
  }

  #recover(directory: string): void {
    try {
      const recovery = new Recovery(this.#journal, this.bodies);
      this.#journal.replay((_kind, payload, place) => recovery.visit(payload, place));
      recovery.finish(this.buckets);
    } catch (error) {
      this.#files.closeAll();
      if (!(error instanceof RangeError)) throw error;
      throw new CorruptSegment(directory, 0, error.message);
    }
  }
}
