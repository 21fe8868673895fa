import type { SegmentFile } from "./segment-file.ts";

/**
 * What is done with changes before they are acknowledged.
 *
 * - `none`: nothing. They are written in large pieces, as it suits; a kill loses the latest.
 * - `write`: they are handed to the operating system. A kill of the process loses nothing, a power
 *   cut may.
 * - `fsync`: they are on the disk. Nothing acknowledged is lost.
 */
export type SyncPolicy = "none" | "write" | "fsync";

/** Something that gathers changes in memory and can hand them to the operating system. */
export interface Flushable {
  flush(): void;
}

/** All that is committed together: one look, and one sync, for all logs and all who wait. */
export class CommitGroup {
  readonly policy: SyncPolicy;
  readonly #dirty = new Set<Flushable>();
  readonly #unsynced = new Set<SegmentFile>();
  #afterSync: (() => void)[] = [];
  /** The sync under way, and the one that begins when it has ended. */
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failure: Error | undefined;

  constructor(policy: SyncPolicy) {
    this.policy = policy;
  }

  /** There is something to flush before the next acknowledgement. */
  changed(target: Flushable): void {
    if (this.policy !== "none") this.#dirty.add(target);
  }

  /** The target is gone, and its changes with it. */
  forget(target: Flushable): void {
    this.#dirty.delete(target);
  }

  /** The file was written, and is not on the disk yet. */
  written(file: SegmentFile): void {
    if (this.policy === "fsync") this.#unsynced.add(file);
  }

  /**
   * Nothing more is written to the file, and the next of its log begins: no crash may tear it once
   * that one is there.
   */
  finished(file: SegmentFile): void {
    if (this.policy === "fsync" && this.#unsynced.has(file)) file.syncNow();
  }

  /** Runs a task, such as a deletion, that must not reach the disk before all flushed so far. */
  afterSync(task: () => void): void {
    if (this.policy === "fsync") this.#afterSync.push(task);
    else task();
  }

  /**
   * Called once a request, before its answer is sent: what it changed is then as safe as the policy
   * says. It costs nothing where nothing changed, and only `fsync` has anything to wait for.
   *
   * @throws Error where the files cannot be written. A sync that failed cannot be made up for, as
   * the operating system may have let go of the data: every later commit then fails too.
   */
  commit(): void | Promise<void> {
    for (const target of this.#dirty) {
      target.flush();
      this.#dirty.delete(target);
    }
    if (this.policy !== "fsync") return;
    if (this.#failure) throw this.#failure;
    if (this.#unsynced.size === 0 && this.#afterSync.length === 0) {
      // What somebody else flushed may be what this request read or changed.
      return this.#next ?? this.#running;
    }
    return (this.#next ??= this.#syncBehind(this.#running?.catch(() => undefined)));
  }

  async #syncBehind(running: Promise<void | undefined> | undefined): Promise<void> {
    await running;
    const files = [...this.#unsynced];
    const tasks = this.#afterSync;
    this.#unsynced.clear();
    this.#afterSync = [];
    const mine = this.#next;
    this.#running = mine;
    this.#next = undefined;
    try {
      if (this.#failure) throw this.#failure;
      await Promise.all(files.map((file) => file.sync()));
      for (const task of tasks) task();
    } catch (error) {
      this.#failure = error as Error;
      throw error;
    } finally {
      if (this.#running === mine) this.#running = undefined;
    }
  }
}
