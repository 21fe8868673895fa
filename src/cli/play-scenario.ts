import { join, relative } from "node:path";
import { judge } from "../checks/judge.ts";
import { realClock } from "../core/clock.ts";
import { AforoError } from "../core/errors.ts";
import type { Emulator } from "../emulator/server.ts";
import { startEmulatorThread } from "../emulator/start-thread.ts";
import { buildReport } from "../reports/model.ts";
import { renderJson } from "../reports/json.ts";
import { summaryLines } from "../reports/summary-line.ts";
import { writeReports } from "../reports/write.ts";
import { collectLessOften } from "../run/collections.ts";
import { runPlan } from "../run/run.ts";
import { limitsInForce } from "../scenario/limits-in-force.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Target } from "../targets/target.ts";
import { checkFreeDisk } from "./free-disk.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { captureOutput } from "./live/capture.ts";
import { createLiveDisplay, type LiveDisplay } from "./live/terminal.ts";
import { gatherFacts } from "./run-facts.ts";
import { aws, type ScenarioOptions } from "./scenario-options.ts";

export interface Play {
  readonly plan: Plan;
  readonly nameOrFile: string;
  readonly options: ScenarioOptions;
}

/** Plays a plan from its target to its report, and answers the exit code. */
export async function playScenario(play: Play): Promise<number> {
  const { plan, options } = play;
  const startedAtMs = realClock.epochMs();
  // Eight characters until the year 2059, and in the order of time.
  const run = startedAtMs.toString(36);
  checkTarget(plan, options);
  collectLessOften();
  const interrupt = listenForInterrupt();
  const emulator = options.target === undefined ? await startEmulator(plan) : undefined;
  const target = targetOf(options, emulator?.endpoint, run);
  const screen = openScreen(options);
  try {
    const onView: LiveDisplay["update"] = (view) => screen.display?.update(view);
    const onNotice = (notice: string) => process.stderr.write(`aforo: ${notice}\n`);
    const { signal } = interrupt;
    const beforeLoad = async () => emulator?.setFaults(plan.emulator.faults);
    const seen = { interrupt: signal, beforeLoad, onView, onNotice };
    const result = await runPlan({ plan, run, target, ...seen });
    const faults = (await emulator?.faultTallies()) ?? [];
    screen.close();
    const judgement = judge(result.history, plan);
    const facts = gatherFacts({ play, run, startedAtMs, target, result, faults });
    const report = buildReport({ plan, history: result.history, judgement, facts });
    const directory = join(options.out, plan.name, facts.runId);
    const paths = await writeReports(report, { directory });
    const lines = summaryLines(report, relative(process.cwd(), paths.html));
    const out = options.json ? process.stderr : process.stdout;
    out.write(`${lines.join("\n")}\n`);
    if (options.json) process.stdout.write(renderJson(report));
    return judgement.exitCode;
  } finally {
    screen.close();
    interrupt.ignore();
    await emulator?.stop();
  }
}

/** What can be known to go wrong before anything is started. */
function checkTarget(plan: Plan, { target }: ScenarioOptions): void {
  if (target === undefined) {
    checkFreeDisk(plan);
    return;
  }
  if (plan.playback.keep === "rate") return;
  const hint = "play a scenario with `keep: rate` there";
  const message = `${plan.name} keeps the volume of the day: limits scale in the emulator alone`;
  throw new AforoError("usage", message, { hint });
}

/**
 * Retention belongs to the day: the embedded emulator keeps records for as long as it is played.
 * Its faults are set when the load begins.
 */
function startEmulator({ streams, emulator, seed }: Plan): Promise<Emulator> {
  const retentionMs = Math.max(...streams.map((stream) => stream.retentionMs));
  const limits = limitsInForce(emulator);
  const kinesis = { retentionHours: retentionMs / 3_600_000, ...limits.kinesis };
  return startEmulatorThread({ seed, latency: emulator.latency, limits: { ...limits, kinesis } });
}

function targetOf(options: ScenarioOptions, embedded: string | undefined, run: string): Target {
  const region = process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"] ?? "us-east-1";
  if (embedded !== undefined) {
    return { kind: "embedded", endpoint: embedded, region: "us-east-1", nameSuffix: "" };
  }
  const elsewhere = { kind: "endpoint", region, nameSuffix: `-${run}` } as const;
  const { target } = options;
  return target === undefined || target === aws ? elsewhere : { ...elsewhere, endpoint: target };
}

interface Screen {
  readonly display: LiveDisplay | undefined;
  close(): void;
}

/** The live picture goes to standard error: standard output is for what was found. */
function openScreen(options: ScenarioOptions): Screen {
  if (options.quiet) return { display: undefined, close: () => {} };
  const stream = process.stderr;
  const surface = stream.isTTY && process.env["CI"] === undefined ? "terminal" : "pipe";
  const colour = process.env["NO_COLOR"] === undefined ? "ansi" : "none";
  const display = createLiveDisplay({ stream, surface, colour });
  const release = surface === "terminal" ? captureOutput((line) => display.log(line)) : undefined;
  let isOpen = true;
  return {
    display,
    close() {
      if (!isOpen) return;
      isOpen = false;
      display.finish();
      release?.();
      stream.write("\n");
    },
  };
}
