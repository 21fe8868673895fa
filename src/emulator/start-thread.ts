import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { FaultTally } from "./faults/faults.ts";
import type { Emulator } from "./server.ts";
import type { EmulatorSettings } from "./settings.ts";
import type { ThreadCall, ThreadMethod, ThreadNotice } from "./thread.ts";

/** Starts the emulator in a thread of its own, so that it and its clients do not share a core. */
export async function startEmulatorThread(settings: EmulatorSettings = {}): Promise<Emulator> {
  const worker = new Worker(threadEntry(), { workerData: settings });
  const [ready] = (await once(worker, "message")) as [ThreadNotice];
  if (ready.type !== "ready") throw new Error("the emulator's thread stopped as it started");
  const call = callsTo(worker);
  return {
    endpoint: ready.endpoint,
    certificate: ready.certificate,
    setFaults: async (rules) => void (await call("setFaults", rules)),
    faultTallies: async () => (await call("faultTallies")) as readonly FaultTally[],
    advance: async (ms) => void (await call("advance", ms)),
    reset: async () => void (await call("reset")),
    stop: async () => {
      await call("stop");
      await worker.terminate();
    },
  };
}

/** Calls methods of the emulator in its thread; rejects where one fails, or the thread has. */
function callsTo(worker: Worker): (method: ThreadMethod, input?: unknown) => Promise<unknown> {
  interface Waiting {
    readonly resolve: (output: unknown) => void;
    readonly reject: (error: Error) => void;
  }
  const waiting = new Map<number, Waiting>();
  let last = 0;
  worker.on("message", (notice: ThreadNotice) => {
    if (notice.type === "ready") return;
    const { resolve, reject } = waiting.get(notice.id) as Waiting;
    waiting.delete(notice.id);
    if (notice.type === "done") resolve(notice.output);
    else reject(new Error(notice.message));
  });
  worker.on("error", (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return (method, input) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, method, input } satisfies ThreadCall);
    });
}

/** A worker runs built code alone: from the sources, the entry is the one in `dist`. */
function threadEntry(): URL {
  return import.meta.url.endsWith(".ts")
    ? new URL("../../dist/emulator/thread.js", import.meta.url)
    : new URL("./thread.js", import.meta.url);
}
