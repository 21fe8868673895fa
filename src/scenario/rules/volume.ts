import type { Finding } from "../../core/document/finding.ts";
import type { Scenario } from "../schema.ts";

/**
 * A load that keeps its volume is sent as fast as the window of calls in flight lets it: it has no
 * schedule that a latency could be taken from, and no peak that a shard could be judged by.
 */
export function volumeRules({ playback, checks }: Scenario): readonly Finding[] {
  const findings: Finding[] = [];
  const uses = [["playback", "keep"]];
  if (playback.keep === "rate") {
    if (playback.deadline === undefined) return [];
    const message = "a load at its true rate ends when its time is over: it has no deadline";
    return [{ path: ["playback", "deadline"], at: "key", message, uses }];
  }
  if (playback.deadline !== undefined && playback.deadline < playback.playedIn) {
    const message = "the deadline comes before the time that the load is played in";
    const path = ["playback", "deadline"];
    findings.push({ path, message, uses: [["playback", "playedIn"]] });
  }
  for (const name of ["latency", "availability"] as const) {
    if (!checks[name]) continue;
    const message =
      "a load with `keep: volume` is sent as the window allows, not on a schedule: " +
      "nothing in time can be claimed of it";
    findings.push({ path: ["checks", name], at: "key", message, uses });
  }
  return findings;
}
