import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Emulator, EmulatorSettings } from "./server.ts";
import type { ThreadNotice, ThreadRequest } from "./thread.ts";

/** Starts the emulator in a thread of its own, so that it and its clients do not share a core. */
export async function startEmulatorThread(settings: EmulatorSettings = {}): Promise<Emulator> {
  const worker = new Worker(threadEntry(), { workerData: settings });
  const notice = await nextNotice(worker);
  if (notice.type !== "ready") throw new Error("the emulator's thread stopped as it started");
  return {
    endpoint: notice.endpoint,
    stop: async () => {
      worker.postMessage({ type: "stop" } satisfies ThreadRequest);
      await nextNotice(worker);
      await worker.terminate();
    },
  };
}

/** Rejects where the thread fails. */
async function nextNotice(worker: Worker): Promise<ThreadNotice> {
  const [notice] = (await once(worker, "message")) as [ThreadNotice];
  return notice;
}

/** A worker runs built code alone: from the sources, the entry is the one in `dist`. */
function threadEntry(): URL {
  return import.meta.url.endsWith(".ts")
    ? new URL("../../dist/emulator/thread.js", import.meta.url)
    : new URL("./thread.js", import.meta.url);
}
