import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../core/errors.ts";
import type { ScanJson } from "../core/history/scan.ts";
import { RecordSet } from "../core/record-set.ts";
import type { SourcePlan } from "../scenario/plan.ts";
import { createClients } from "../targets/clients.ts";
import type { Target } from "../targets/target.ts";
import { scanObjects, type ObjectScan } from "./object-scan.ts";

/** A share of a place, for a thread of its own. Plain data. */
export interface ScanTask {
  readonly target: Target;
  readonly objects: ObjectScan;
  readonly run: string;
  readonly sources: readonly SourcePlan[];
  readonly intended: readonly string[];
}

export type ScanAnswer = { readonly scan: ScanJson } | { readonly error: string };

/** The entry of a thread that reads back its share of a place, and ends. */
async function main({ target, objects, run, sources, intended }: ScanTask): Promise<ScanJson> {
  const clients = createClients(target);
  try {
    const expected = { run, sources, intended: RecordSet.fromJSON(intended) };
    const scan = await scanObjects(objects, expected, clients.s3);
    return scan.toJSON();
  } finally {
    clients.destroy();
  }
}

if (parentPort) {
  const port = parentPort;
  const answer = (given: ScanAnswer) => port.postMessage(given);
  main(workerData as ScanTask).then(
    (scan) => answer({ scan }),
    (error: unknown) => answer({ error: messageOf(error) }),
  );
}
