import { statSync } from "node:fs";
import process from "node:process";

/**
 * Whether the process that made a file, and wrote its id down, is gone. Under our own id it is if
 * the file is older than we are: in a container every process may have the same id.
 */
export function ownerIsGone(path: string, pid: number, nowMs: number): boolean {
  if (pid === process.pid) {
    const startedMs = nowMs - process.uptime() * 1_000;
    // What another one has removed in the meantime is none of ours.
    return (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < startedMs;
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM: there is such a process, of somebody else.
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
