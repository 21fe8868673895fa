import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../core/errors.ts";
import type { EmulatorSettings } from "./settings.ts";
import { startEmulator, type Emulator } from "./server.ts";

/** The emulator in a thread of its own: says where it is, and does what it is told. */
if (!parentPort) throw new Error("this file is the entry of a worker thread");
const port = parentPort;
const emulator = await startEmulator(workerData as EmulatorSettings);

port.on("message", ({ id, method, input }: ThreadCall) => {
  const act = emulator[method] as (value: unknown) => Promise<unknown>;
  act(input).then(
    (output) => tell({ type: "done", id, output }),
    (error: unknown) => tell({ type: "failed", id, message: messageOf(error) }),
  );
});
tell({ type: "ready", endpoint: emulator.endpoint, certificate: emulator.certificate });

function tell(notice: ThreadNotice): void {
  port.postMessage(notice);
}

/** A method of the emulator that is called from another thread, with its one argument. */
export interface ThreadCall {
  readonly id: number;
  readonly method: ThreadMethod;
  readonly input: unknown;
}

export type ThreadMethod = Exclude<keyof Emulator, "endpoint" | "certificate">;

export type ThreadNotice =
  | {
      readonly type: "ready";
      readonly endpoint: string;
      readonly certificate: string | undefined;
    }
  | { readonly type: "done"; readonly id: number; readonly output: unknown }
  | { readonly type: "failed"; readonly id: number; readonly message: string };
