import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AforoError, messageOf } from "../../core/errors.ts";
import { syncDirectory, writeAtomically } from "./atomic-file.ts";
import { lockDirectory } from "./directory-lock.ts";
import { checkState, parseState } from "./saved-state.ts";

/** What the whole emulator keeps, apart from its services. */
const stateSchema = z.strictObject({
  format: z.literal(1),
  /** How often an emulator was started on the directory, resets included. */
  starts: z.int().min(0),
  /** How far its time is ahead of the machine's. */
  aheadMs: z.int().min(0),
});

type State = z.infer<typeof stateSchema>;

const form = { format: 1, schema: stateSchema };

const stateFile = "aforo.json";
/** What a reset does away with is renamed to this first: it is then gone at once, or not at all. */
const removed = "removed-";

/**
 * The directory of `--data`: a folder for each service, and a file that says which format all is
 * of. One process has it at a time.
 */
export class DataDirectory {
  readonly path: string;
  readonly #unlock: () => void;
  #state: State = { format: 1, starts: 0, aheadMs: 0 };

  /** @throws AforoError where another process has it, or its format is not ours. */
  constructor(path: string, nowMs: number) {
    this.path = path;
    this.#unlock = lock(path, nowMs);
    try {
      const file = join(path, stateFile);
      if (existsSync(file)) {
        this.#state = checkState(file, parseState(file, readFileSync(file, "utf8")), form);
      }
      for (const name of readdirSync(path)) if (name.startsWith(removed)) this.#remove(name);
    } catch (error) {
      this.#unlock();
      throw error;
    }
  }

  /** How far the time of the last run was ahead of the machine's, in milliseconds. */
  get aheadMs(): number {
    return this.#state.aheadMs;
  }

  /** A number for each start: what is drawn at random differs from start to start by it. */
  begin(): number {
    const starts = this.#state.starts + 1;
    this.#save({ ...this.#state, starts });
    return starts;
  }

  /** The time was put forward: it stays so. */
  keepAheadMs(aheadMs: number): void {
    this.#save({ ...this.#state, aheadMs });
  }

  /** A service's folder, made where it is not there. */
  folder(service: string): string {
    const path = join(this.path, service);
    mkdirSync(path, { recursive: true });
    syncDirectory(this.path);
    return path;
  }

  /** Removes what these services hold. None of them has a file open. */
  clear(services: readonly string[]): void {
    const present = services.filter((service) => existsSync(join(this.path, service)));
    const renamed = present.map((service) => `${removed}${this.#state.starts}-${service}`);
    for (const [i, service] of present.entries()) {
      renameSync(join(this.path, service), join(this.path, renamed[i] as string));
    }
    syncDirectory(this.path);
    for (const name of renamed) this.#remove(name);
  }

  /** Lets another process have it. */
  close(): void {
    this.#unlock();
  }

  #save(state: State): void {
    writeAtomically(join(this.path, stateFile), `${JSON.stringify(state)}\n`);
    this.#state = state;
  }

  #remove(name: string): void {
    rmSync(join(this.path, name), { recursive: true, force: true });
  }
}

function lock(path: string, nowMs: number): () => void {
  try {
    return lockDirectory(path, nowMs);
  } catch (error) {
    if (error instanceof AforoError) throw error;
    throw new AforoError("usage", `${path} cannot be used for data: ${messageOf(error)}`);
  }
}
