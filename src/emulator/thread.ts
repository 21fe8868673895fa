import { parentPort, workerData } from "node:worker_threads";
import { startEmulator, type EmulatorSettings } from "./server.ts";

/** The emulator in a thread of its own: says where it is, and stops when it is told to. */
if (!parentPort) throw new Error("this file is the entry of a worker thread");
const port = parentPort;
const emulator = await startEmulator(workerData as EmulatorSettings);

port.once("message", (message: ThreadRequest) => {
  if (message.type === "stop") void emulator.stop().then(() => tell({ type: "stopped" }));
});
tell({ type: "ready", endpoint: emulator.endpoint });

function tell(notice: ThreadNotice): void {
  port.postMessage(notice);
}

export interface ThreadRequest {
  readonly type: "stop";
}

export type ThreadNotice =
  | { readonly type: "ready"; readonly endpoint: string }
  | { readonly type: "stopped" };
