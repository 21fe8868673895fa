import { formatDuration } from "../../core/units.ts";
import type { Finding } from "../../core/document/finding.ts";
import type { Scenario } from "../schema.ts";
import { stagesOf } from "./stages.ts";

/** A message is deleted once its record is in FINAL: it stays hidden through several deliveries. */
const visibilityIntervalsMin = 6;
/** Two deliveries: one that the record just misses, and the one that takes it. */
const leaseIntervalsMin = 2;

/** Durations that depend on each other. */
export function timeRules(scenario: Scenario): readonly Finding[] {
  const { span, playedIn } = scenario.playback;
  const findings: Finding[] = [];
  if (span < playedIn) {
    findings.push({
      path: ["playback", "playedIn"],
      message: `a stretch of ${formatDuration(span)} cannot be played slower than it is`,
      uses: [["playback", "span"]],
    });
  }
  for (const { stage, path } of stagesOf(scenario, "workers")) {
    const index = scenario.queues.findIndex(({ name }) => name === stage.queue);
    const queue = scenario.queues[index];
    if (queue) findings.push(...workerTimes({ scenario, stage, path, queue, index }));
  }
  return findings;
}

interface WorkersOnQueue {
  readonly scenario: Scenario;
  readonly stage: ReturnType<typeof stagesOf<"workers">>[number]["stage"];
  readonly path: Finding["path"];
  readonly queue: Scenario["queues"][number];
  readonly index: number;
}

function workerTimes({ scenario, stage, path, queue, index }: WorkersOnQueue): Finding[] {
  const findings: Finding[] = [];
  const visibility = queue.visibilityTimeout;
  const visibilityPath = ["queues", index, "visibilityTimeout"];
  const { interval } = stage.final;
  const intervalPath = [...path, "final", "interval"];
  const queuePath = [...path, "queue"];
  const visibilityMin = visibilityIntervalsMin * interval;
  if (visibility < visibilityMin) {
    findings.push({
      path: visibilityPath,
      message:
        `found ${formatDuration(visibility)}, expected at least ` +
        `${formatDuration(visibilityMin)}: ${visibilityIntervalsMin} times ` +
        `the interval of \`${stage.name}\`'s delivery to FINAL`,
      uses: [intervalPath, queuePath],
    });
  }
  const { lease } = stage.deduplication;
  const leaseMin = leaseIntervalsMin * interval;
  if (lease !== undefined && (lease < leaseMin || lease > visibility)) {
    findings.push({
      path: [...path, "deduplication", "lease"],
      message:
        `found ${formatDuration(lease)}, expected from ${formatDuration(leaseMin)} ` +
        `(two deliveries to FINAL) to ${formatDuration(visibility)} ` +
        "(the queue's visibility timeout)",
      uses: [intervalPath, queuePath, visibilityPath],
    });
  }
  const drainMin = visibility + interval;
  if (scenario.drainDeadline < drainMin) {
    findings.push({
      path: ["drainDeadline"],
      message:
        `found ${formatDuration(scenario.drainDeadline)}, expected at least ` +
        `${formatDuration(drainMin)}: what a lost worker held comes back only after the ` +
        "visibility timeout, and then waits for a delivery",
      uses: [intervalPath, queuePath, visibilityPath],
    });
  }
  return findings;
}
