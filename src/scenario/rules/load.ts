import { formatShare } from "../../core/units.ts";
import type { Finding } from "../../core/document/finding.ts";
import type { Scenario } from "../schema.ts";
import { generatorNames } from "../sources.ts";
import { shareTolerance } from "./share-tolerance.ts";

/** The shares of the mix, and the backoff. */
export function loadRules({ load }: Scenario): readonly Finding[] {
  const findings: Finding[] = [];
  const shares = [...Object.values(load.mix), ...load.replay.map(({ share }) => share)];
  const sum = shares.reduce<number>((total, share) => total + (share ?? 0), 0);
  // Recordings at their own speed have no shares: they may be all that there is.
  const isOfShares = sum > 0 || load.replay.length === 0;
  if (isOfShares && Math.abs(sum - 1) > shareTolerance) {
    findings.push({
      path: ["load", "mix"],
      at: "key",
      message:
        Object.keys(load.mix).length === 0 && sum === 0
          ? "missing: expected the shares of the sources"
          : `the shares add up to ${formatShare(sum, 6)}, expected 100 %`,
      uses: [
        ...generatorNames.map((name) => ["load", "mix", name]),
        ...load.replay.map((_, index) => ["load", "replay", index, "share"]),
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
