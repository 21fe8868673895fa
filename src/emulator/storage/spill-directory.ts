import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { ownerIsGone } from "./owner-process.ts";

const prefix = "aforo-spill-";

/** A directory for what does not fit in memory. It is made when first needed, gone when closed. */
export class SpillDirectory {
  readonly #parent: string;
  #path: string | undefined;

  constructor(parent = tmpdir()) {
    this.#parent = parent;
  }

  get path(): string {
    return (this.#path ??= mkdtempSync(join(this.#parent, `${prefix}${process.pid}-`)));
  }

  close(): void {
    if (this.#path !== undefined) rmSync(this.#path, { recursive: true, force: true });
    this.#path = undefined;
  }
}

/** Removes what processes that were killed have left. */
export function removeStaleSpills(nowMs: number, parent = tmpdir()): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(parent, name);
    const pid = parseInt(name.slice(prefix.length), 10);
    if (ownerIsGone(path, pid, nowMs)) rmSync(path, { recursive: true, force: true });
  }
}
