import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { AforoError, messageOf } from "../core/errors.ts";
import { every } from "../core/timers.ts";
import { createClients } from "../targets/clients.ts";
import { createLoadRole } from "./load-role.ts";
import type { Command, PartKind, Report, RoleBody, RoleSetup } from "./protocol.ts";
import { createStageRole } from "./stage-role.ts";
import { startThreadMeter } from "./thread-meter.ts";
import { warmUp, warmUpSchedule } from "./warm-up.ts";

/** How often the run hears from a thread, in milliseconds. */
const snapshotMs = 250;
/** How often a worker that may be killed saves what it saw. */
const checkpointMs = 1_000;

/** The entry of each thread of a run: makes its role, and obeys the run's commands. */
async function main(port: MessagePort, setup: RoleSetup): Promise<void> {
  const report = (message: Report) => port.postMessage(message);
  const clients = createClients(setup.target);
  const body = await (setup.role.kind === "load" ? createLoadRole : createStageRole)(
    setup,
    clients,
  );
  if (setup.role.kind === "load") warmUpSchedule(setup.plan);
  await warmUp(setup.target, clients, setup.instance);
  let readMeter = startThreadMeter(setup.instance);
  const stopTimers: (() => void)[] = [];

  const commands: Record<Command["type"], (command: Command) => void | Promise<void>> = {
    start(command) {
      readMeter = startThreadMeter(setup.instance);
      body.start((command as Extract<Command, { type: "start" }>).startUs);
      stopTimers.push(every(snapshotMs, () => reportSnapshot(report, body)));
      if (setup.role.kind === "stages" && setup.plan.sabotage.killWorkerAt > 0) {
        const save = () => report({ type: "checkpoint", history: body.history() });
        stopTimers.push(every(checkpointMs, save));
      }
      if (setup.role.kind === "load") return drain(["load"]);
    },
    drain: (command) => drain((command as Extract<Command, { type: "drain" }>).kinds),
    halt: () => body.halt(),
    "give-up": () => body.giveUp(),
    async stop() {
      await body.stop();
      for (const stop of stopTimers) stop();
      reportSnapshot(report, body);
      report({ type: "result", history: body.history(), load: readMeter() });
      clients.destroy();
      port.close();
    },
  };
  const drain = async (kinds: readonly PartKind[]) => {
    await body.drain(kinds);
    if (setup.role.kind === "load") {
      // What follows is waiting for others: it would make the load look idle.
      const load = readMeter();
      readMeter = () => load;
    }
    reportSnapshot(report, body);
    report({ type: "drained" });
  };
  port.on("message", (command: Command) => {
    Promise.resolve(commands[command.type](command)).catch((error: unknown) =>
      report(failure(error)),
    );
  });
  report({ type: "ready" });
}

function reportSnapshot(report: (message: Report) => void, body: RoleBody): void {
  report({ type: "snapshot", snapshot: body.snapshot() });
}

function failure(error: unknown): Report {
  const hint = error instanceof AforoError ? error.hint : undefined;
  return { type: "failed", message: messageOf(error), ...(hint === undefined ? {} : { hint }) };
}

if (parentPort) {
  const port = parentPort;
  main(port, workerData as RoleSetup).catch((error: unknown) => {
    port.postMessage(failure(error));
    port.close();
  });
}
