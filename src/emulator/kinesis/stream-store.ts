import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { syncDirectory, writeAtomically } from "../storage/atomic-file.ts";
import { CommitGroup, type SyncPolicy } from "../storage/commit-group.ts";
import { MemoryBudget } from "../storage/memory-budget.ts";
import { OpenFiles } from "../storage/open-files.ts";
import { damaged, parseState } from "../storage/saved-state.ts";
import type { Store } from "../storage/store.ts";
import type { PackedRecordLog } from "./packed-record-log.ts";
import type { RecordLog, RecordLogs, ShardPlace } from "./record-log.ts";
import { RecordSegments } from "./record-segments.ts";
import { type FoundSegment, recoverRecordLog } from "./recovered-record-log.ts";
import { defaultMemoryBytesMax } from "./spilled-logs.ts";
import type { SavedState, StateStore } from "./state-store.ts";

export interface StreamStoreOptions {
  /** Made where it is not there. Nobody else may use it meanwhile. */
  readonly directory: string;
  readonly policy: SyncPolicy;
  readonly memoryBytesMax?: number | undefined;
}

/** A stream's folder, and the logs that are open in it. */
interface StreamFolder {
  readonly path: string;
  /** Segments of an earlier run that no log has taken over yet. */
  readonly found: Map<number, readonly FoundSegment[]>;
  readonly logs: PackedRecordLog[];
}

const accountFile = "account.json";
const stateFile = "stream.json";
const segmentName = /^shard-(\d+)\.(\d+)\.log$/;

/**
 * The streams in a data directory. Each has a folder, by number, with its state as JSON and the
 * segments of its shards. Records are as safe as the policy says once `commit` is done; states are
 * on the disk when `save` returns.
 */
export class StreamStore implements RecordLogs, StateStore, Store {
  readonly #directory: string;
  readonly #group: CommitGroup;
  readonly #budget: MemoryBudget;
  readonly #files = new OpenFiles();
  readonly #folders = new Map<string, StreamFolder>();
  readonly #saved: SavedState[] = [];
  #nextNumber = 1;
  #isClosed = false;

  /** @throws AforoError where a state was altered. */
  constructor(options: StreamStoreOptions) {
    this.#directory = options.directory;
    this.#group = new CommitGroup(options.policy);
    this.#budget = new MemoryBudget(options.memoryBytesMax ?? defaultMemoryBytesMax);
    mkdirSync(this.#directory, { recursive: true });
    for (const name of readdirSync(this.#directory)) this.#find(name);
  }

  loadAccount(): SavedState | undefined {
    const file = join(this.#directory, accountFile);
    if (!existsSync(file)) return undefined;
    return { id: "account", file, state: parseState(file, readFileSync(file, "utf8")) };
  }

  saveAccount(state: unknown): void {
    writeAtomically(join(this.#directory, accountFile), JSON.stringify(state));
  }

  /** What the earlier runs left, as of the opening of this store. */
  loadAll(): readonly SavedState[] {
    return this.#saved;
  }

  save(id: string, state: unknown): void {
    writeAtomically(join(this.#folder(id).path, stateFile), JSON.stringify({ id, state }));
  }

  remove(id: string): void {
    const folder = this.#folders.get(id);
    if (!folder) return;
    this.#folders.delete(id);
    for (const log of folder.logs) log.drop();
    removeFolder(folder.path);
  }

  discardUnclaimed(): void {
    for (const { found } of this.#folders.values()) {
      for (const { path } of [...found.values()].flat()) rmSync(path, { force: true });
      found.clear();
    }
  }

  /** @throws CorruptSegment where its files were altered. */
  log({ streamId, shardIndex }: ShardPlace): RecordLog {
    const folder = this.#folder(streamId);
    const shard = String(shardIndex).padStart(12, "0");
    const segments = new RecordSegments({
      files: this.#files,
      group: this.#group,
      pathOf: (ordinal) =>
        join(folder.path, `shard-${shard}.${String(ordinal).padStart(16, "0")}.log`),
    });
    const shared = { budget: this.#budget, group: this.#group, segments };
    const found = folder.found.get(shardIndex) ?? [];
    const log = recoverRecordLog({ ...shared, purpose: "keep" }, this.#files, found);
    folder.found.delete(shardIndex);
    folder.logs.push(log);
    return log;
  }

  /** See CommitGroup. */
  commit(): void | Promise<void> {
    return this.#group.commit();
  }

  /** Writes what is still in memory alone. No log is good any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { logs } of this.#folders.values()) for (const log of logs) log.close();
    await this.#group.commit();
    this.#files.closeAll();
  }

  #folder(id: string): StreamFolder {
    const known = this.#folders.get(id);
    if (known) return known;
    // A request that a reset overtook: the folder may be another's by now.
    if (this.#isClosed) throw new Error(`${this.#directory} is closed`);
    const path = join(this.#directory, String(this.#nextNumber++).padStart(8, "0"));
    mkdirSync(path);
    syncDirectory(this.#directory);
    return this.#open(id, path);
  }

  #open(id: string, path: string): StreamFolder {
    const folder = { path, found: findSegments(path), logs: [] };
    this.#folders.set(id, folder);
    return folder;
  }

  #find(name: string): void {
    if (!/^\d{8}$/.test(name)) return;
    this.#nextNumber = Math.max(this.#nextNumber, Number(name) + 1);
    const path = join(this.#directory, name);
    // The state is the first thing to be there, and to go: without it, the stream is none.
    if (!readdirSync(path).includes(stateFile)) return removeFolder(path);
    const file = join(path, stateFile);
    const saved = parseState(file, readFileSync(file, "utf8")) as Partial<SavedState> | null;
    if (typeof saved?.id !== "string") throw damaged(file, "it has no id");
    this.#saved.push({ id: saved.id, file, state: saved.state });
    this.#open(saved.id, path);
  }
}

function findSegments(path: string): Map<number, readonly FoundSegment[]> {
  const found = new Map<number, readonly FoundSegment[]>();
  for (const name of readdirSync(path)) {
    const [, shard, first] = segmentName.exec(name) ?? [];
    if (shard === undefined) continue;
    const segments = found.get(Number(shard)) ?? [];
    found.set(Number(shard), [...segments, { path: join(path, name), first: Number(first) }]);
  }
  return found;
}

function removeFolder(path: string): void {
  rmSync(join(path, stateFile), { force: true });
  syncDirectory(path);
  rmSync(path, { recursive: true, force: true });
}
