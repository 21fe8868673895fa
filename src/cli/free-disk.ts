import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { AforoError } from "../core/errors.ts";
import { formatSize } from "../core/units.ts";
import type { Plan } from "../scenario/plan.ts";

/** A record in the stream, envelope included, and the same in RAW and FINAL, compressed. */
const bytesPerRecord = 600;
/** What the emulator keeps in memory: less than this needs no disk. */
const inMemoryBytes = 268_435_456;

/** The disk that a run may need at most, in bytes: an estimate from sizes that were measured. */
export function diskNeeded({ load }: Plan): number {
  return Math.max(0, load.records * bytesPerRecord - inMemoryBytes);
}

/**
 * Where the embedded emulator's files would not fit, the run does not begin.
 *
 * @throws AforoError of kind usage.
 */
export function checkFreeDisk(plan: Plan, directory = tmpdir()): void {
  const needed = diskNeeded(plan);
  if (needed === 0) return;
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  if (free >= needed) return;
  const hint =
    "free some, name another directory in the environment variable TMPDIR, " +
    "or send less: --set load.volume=10M/day";
  throw new AforoError(
    "usage",
    `${plan.name} may need ${formatSize(needed)} of disk in ${directory}, ` +
      `where ${formatSize(free)} are free`,
    { hint },
  );
}
