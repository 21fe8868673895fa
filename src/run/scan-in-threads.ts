import { once } from "node:events";
import { Worker as Thread } from "node:worker_threads";
import { ScanHistory } from "../core/history/scan.ts";
import type { Target } from "../targets/target.ts";
import type { Expected } from "./line-scan.ts";
import type { ObjectScan } from "./object-scan.ts";
import type { ScanAnswer, ScanTask } from "./scan-thread.ts";

/** Scans the objects of a place in so many threads, each with a share of them. */
export async function scanInThreads(
  objects: ObjectScan,
  expected: Expected,
  { target, threads }: { readonly target: Target; readonly threads: number },
): Promise<ScanHistory> {
  const { run, sources } = expected;
  const intended = expected.intended.toJSON();
  const shares = Array.from({ length: threads }, (_, share) => ({
    ...objects,
    keys: objects.keys.filter((_key, i) => i % threads === share),
  }));
  const scans = await Promise.all(
    shares.map((share) => scanInThread({ target, objects: share, run, sources, intended })),
  );
  const whole = new ScanHistory();
  for (const scan of scans) whole.merge(scan);
  return whole;
}

async function scanInThread(workerData: ScanTask): Promise<ScanHistory> {
  const thread = new Thread(new URL("./scan-thread.js", import.meta.url), { workerData });
  const [answer] = (await once(thread, "message")) as [ScanAnswer];
  if ("error" in answer) throw new Error(answer.error);
  return ScanHistory.fromJSON(answer.scan);
}
