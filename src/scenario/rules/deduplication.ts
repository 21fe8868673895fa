import { formatDuration } from "../../core/units.ts";
import type { Finding } from "../../core/document/finding.ts";
import type { Path } from "../../core/document/paths.ts";
import type { Scenario } from "../schema.ts";
import { stagesOf, type PlacedStage } from "./stages.ts";

/** For calls, retries, a full queue and a busy machine. Real time. */
const reserveMs = 1_000;

/**
 * Planted copies must fall clearly within or clearly beyond the de-duplication window. The window
 * runs on the wire, from when the pipeline sees the original, so the pipeline's own delay blurs its
 * edge: by the way from the producer to the workers on the near side, and on the far side also by
 * the delivery that makes the original durable in FINAL, from when its id counts as seen.
 */
export function deduplicationRules(scenario: Scenario): readonly Finding[] {
  const { planted } = scenario.load;
  if (planted.natural + planted.synthetic === 0) return [];
  const findings = beyondSpan(scenario);
  for (const workers of stagesOf(scenario, "workers")) {
    if (planted.beyondWindow < 1) findings.push(...tooLate(scenario, workers));
    if (planted.beyondWindow > 0) findings.push(...tooEarly(scenario, workers));
  }
  return findings;
}

const withinPath: Path = ["load", "planted", "within"];
const beyondPath: Path = ["load", "planted", "beyond"];

function beyondSpan({ load: { planted }, playback }: Scenario): Finding[] {
  const message = (what: string) =>
    `${what} comes as late as the whole stretch of ${formatDuration(playback.span)} is long`;
  const uses: Path[] = [["playback", "span"]];
  const findings: Finding[] = [];
  if (planted.beyondWindow < 1 && planted.within[1] >= playback.span) {
    findings.push({ path: withinPath, message: message("a copy within the window"), uses });
  }
  if (planted.beyondWindow > 0 && planted.beyond[1] >= playback.span) {
    findings.push({ path: beyondPath, message: message("a copy beyond the window"), uses });
  }
  return findings;
}

function tooLate(scenario: Scenario, { stage, path }: PlacedStage<"workers">): Finding[] {
  const wire = wireClock(scenario);
  const latest = wire(scenario.load.planted.within[1]);
  const window = wire(stage.deduplication.window);
  const room = transitMs(scenario) + reserveMs;
  if (latest + room <= window) return [];
  const message =
    `a copy comes up to ${formatDuration(latest)} after its original (real time), expected ` +
    `at most ${formatDuration(Math.max(0, window - room))}: ` +
    `the window of ${formatDuration(window)} less ` +
    `${formatDuration(room)} for the way to the workers (linger, poll, batching, reserve)`;
  return [{ path: withinPath, message, uses: uses(path) }];
}

function tooEarly(scenario: Scenario, { stage, path }: PlacedStage<"workers">): Finding[] {
  const wire = wireClock(scenario);
  const earliest = wire(scenario.load.planted.beyond[0]);
  const window = wire(stage.deduplication.window);
  const room = transitMs(scenario) + stage.final.interval + reserveMs;
  if (earliest >= window + room) return [];
  const message =
    `a copy comes as early as ${formatDuration(earliest)} after its original (real time), ` +
    `expected at least ${formatDuration(window + room)}: ` +
    `the window of ${formatDuration(window)} and ` +
    `${formatDuration(room)} for the way to FINAL (linger, poll, batching, delivery, reserve)`;
  return [{ path: beyondPath, message, uses: uses(path) }];
}

/** The longest undisturbed way from the producer to the workers, in milliseconds of real time. */
function transitMs(scenario: Scenario): number {
  const fanOuts = stagesOf(scenario, "fan-out").map(
    ({ stage }) => 1_000 / stage.pollsPerSecond + stage.batchWindow + stage.packLinger,
  );
  return scenario.load.producer.linger + Math.max(0, ...fanOuts);
}

function wireClock({ playback }: Scenario): (dayMs: number) => number {
  return (dayMs) => (dayMs * playback.playedIn) / playback.span;
}

function uses(stagePath: Path): readonly Path[] {
  return [
    ["playback", "span"],
    ["playback", "playedIn"],
    [...stagePath, "deduplication", "window"],
    [...stagePath, "final", "interval"],
  ];
}
