import { StateKeeper } from "./kinesis/state-keeper.ts";
import type { KinesisStores } from "./kinesis/service.ts";
import { StreamStore } from "./kinesis/stream-store.ts";
import { JournaledObjects } from "./s3/storage/journaled-objects.ts";
import type { ObjectStorage } from "./s3/storage/object-storage.ts";
import type { EmulatorOptions } from "./settings.ts";
import { SqsStore } from "./sqs/journal/sqs-store.ts";
import { DataDirectory } from "./storage/data-directory.ts";
import { explainDamage } from "./storage/saved-state.ts";

/**
 * What the services keep in the directory of `--data`, each in a folder of its own. Loaded by those
 * who have one: what checks saved states is large.
 */
export class KeptServices {
  readonly #options: EmulatorOptions;
  readonly #directory: DataDirectory;

  /** @throws AforoError where another process has the directory, or its format is not ours. */
  constructor(directory: string, options: EmulatorOptions, nowMs: number) {
    this.#options = options;
    this.#directory = new DataDirectory(directory, nowMs);
  }

  /** How far the emulator's time was put ahead, in milliseconds. */
  get aheadMs(): number {
    return this.#directory.aheadMs;
  }

  keepAheadMs(ms: number): void {
    this.#directory.keepAheadMs(ms);
  }

  /** Begins another start, and answers its number, from 1. */
  begin(): number {
    return this.#directory.begin();
  }

  streams(): KinesisStores {
    const { memoryBytesMax } = this.#options;
    const store = new StreamStore({ ...this.#filesOf("kinesis"), memoryBytesMax });
    return { store, keeper: new StateKeeper(store) };
  }

  queues(): SqsStore {
    return new SqsStore(this.#filesOf("sqs"));
  }

  objects(): ObjectStorage {
    const { memoryBytesMax } = this.#options;
    return new JournaledObjects({ ...this.#filesOf("s3"), memoryBytesMax });
  }

  /** Does away with all that the services kept. They must be closed. */
  clear(): void {
    this.#directory.clear(["kinesis", "sqs", "s3"]);
  }

  close(): void {
    this.#directory.close();
  }

  /** The failure to start on what was kept, so that people can act on it. */
  explain(error: unknown): unknown {
    return explainDamage(error);
  }

  #filesOf(service: string) {
    const { sync: policy = "write" } = this.#options;
    return { directory: this.#directory.folder(service), policy };
  }
}
