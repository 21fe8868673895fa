import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import type { FaultTally } from "../emulator/faults/faults.ts";
import { standsFor } from "../pipeline/table.ts";
import type { RunFacts } from "../reports/facts.ts";
import type { RunResult } from "../run/run.ts";
import { targetName, type Target } from "../targets/target.ts";
import type { Play } from "./play-scenario.ts";
import { version } from "./version.ts";

export interface FactsInput {
  readonly play: Play;
  readonly run: string;
  readonly startedAtMs: number;
  readonly target: Target;
  readonly result: Pick<RunResult, "phases" | "counters">;
  readonly faults: readonly FaultTally[];
}

/** What the report says of a run beyond its plan and its history. */
export function gatherFacts({
  play,
  run,
  startedAtMs,
  target,
  result,
  faults,
}: FactsInput): RunFacts {
  const { plan } = play;
  return {
    runId: `${stamp(startedAtMs)}-${run}`,
    startedAtMs,
    command: command(play),
    target: {
      kind: target.kind,
      name: targetName(target),
      endpoint: target.endpoint ?? targetName(target),
    },
    environment: {
      aforo: version,
      node: process.version,
      platform: `${type()} ${release()} ${process.arch}`,
      cpu: cpus()[0]?.model ?? "unknown",
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      clockMethod:
        "one monotonic clock (CLOCK_MONOTONIC), read by all threads of one process: no skew",
    },
    standIns: plan.stages.map((stage) => ({
      stage: stage.name,
      standsFor: standsFor[stage.kind],
    })),
    phases: result.phases,
    counters: result.counters,
    faults: faults.map(({ rule, considered, struck }) => ({
      name: rule.name ?? rule.action,
      action: rule.action,
      considered,
      struck,
    })),
  };
}

/** As 20261121-124027: sorts by time, and people can read it. */
function stamp(epochMs: number): string {
  const [date = "", time = ""] = new Date(epochMs).toISOString().split("T");
  return `${date.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}`;
}

function command({ plan, nameOrFile, options }: Play): string {
  const parts = [`npm run scenario ${nameOrFile} -- --seed ${plan.seed}`];
  if (options.target !== undefined) parts.push(`--target ${options.target}`);
  for (const { path, value } of options.set ?? []) parts.push(`--set '${path}=${value}'`);
  return parts.join(" ");
}
