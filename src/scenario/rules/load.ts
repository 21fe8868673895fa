import { formatShare } from "../../core/units.ts";
import type { Finding } from "../../core/document/finding.ts";
import { playedWeight } from "../curve.ts";
import type { Scenario } from "../schema.ts";

/** Shares that are written with few digits add up to one within this. */
const shareTolerance = 1e-9;

/** The shares of the mix and of what is planted, and that there is something to send. */
export function loadRules({ load, playback }: Scenario): readonly Finding[] {
  const findings: Finding[] = [];
  const sum = Object.values(load.mix).reduce<number>((total, share) => total + (share ?? 0), 0);
  if (Math.abs(sum - 1) > shareTolerance) {
    findings.push({
      path: ["load", "mix"],
      at: "key",
      message: `the shares add up to ${formatShare(sum, 6)}, expected 100 %`,
      uses: ["clickstream", "iot", "bicimad"].map((name) => ["load", "mix", name]),
    });
  }
  const stretch = { startMs: playback.startsAt, spanMs: playback.span };
  if (playedWeight(load.hourly, stretch) === 0) {
    findings.push({
      path: ["load", "hourly"],
      at: "key",
      message: "all hours of the stretch that is played are 0: nothing would be sent",
      uses: [
        ["playback", "startsAt"],
        ["playback", "span"],
      ],
    });
  }
  const { retry } = load.producer;
  if (retry.max < retry.base) {
    findings.push({
      path: ["load", "producer", "retry", "max"],
      message: "the longest backoff is shorter than the first",
      uses: [["load", "producer", "retry", "base"]],
    });
  }
  return findings;
}
