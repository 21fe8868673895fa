import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { AforoError } from "../../core/errors.ts";
import { ownerIsGone } from "./owner-process.ts";

/**
 * Makes a data directory, if need be, and takes it for this process: two that write to the same
 * files would destroy them. Answers what gives it back; a process that is killed need not.
 *
 * @throws AforoError where another process has it.
 */
export function lockDirectory(directory: string, nowMs: number): () => void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "lock");
  if (!take(path)) {
    const owner = Number(readFileSync(path, "utf8"));
    // An empty one was left by a kill between its making and its writing.
    const isFree = owner === 0 || ownerIsGone(path, owner, nowMs);
    if (isFree) rmSync(path, { force: true });
    if (!isFree || !take(path)) {
      throw new AforoError("usage", `${directory} is in use by process ${owner}`, {
        hint: "end that process, or give this one a directory of its own",
      });
    }
  }
  return () => rmSync(path, { force: true });
}

function take(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
