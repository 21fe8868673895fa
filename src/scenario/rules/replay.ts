import type { Finding } from "../../core/document/finding.ts";
import type { Scenario } from "../schema.ts";

type Entry = Scenario["load"]["replay"][number];

/** What the settings of a recording need of each other, and the volume of a load. */
export function replayRules({ load }: Scenario): readonly Finding[] {
  const first = new Map<string, number>();
  const findings = load.replay.flatMap((entry, index): Finding[] => {
    const path = ["load", "replay", index];
    const earlier = first.get(entry.name);
    first.set(entry.name, earlier ?? index);
    const found = settingsOf(entry).map(({ key, message, uses }) => ({
      path: [...path, key],
      message,
      uses: uses.map((name) => [...path, name]),
    }));
    if (earlier === undefined) return found;
    const message = `a second recording is named \`${entry.name}\``;
    const uses = [["load", "replay", earlier, "name"]];
    return [...found, { path: [...path, "name"], message, uses }];
  });
  return [...findings, ...volumeRule(load)];
}

function settingsOf(entry: Entry) {
  const { speed, share, timestamp, shift, jitterWithin } = entry;
  const found: { key: keyof Entry; message: string; uses: (keyof Entry)[] }[] = [];
  if (speed === "scaled" && share === undefined) {
    const message = "a scaled recording needs its share of the volume";
    found.push({ key: "share", message, uses: ["speed"] });
  }
  if (speed === "recorded" && share !== undefined) {
    const message = "at the recorded speed the recording says how much is sent: no share";
    found.push({ key: "share", message, uses: ["speed"] });
  }
  if (timestamp !== undefined) return found;
  const needing = { speed: speed === "recorded", shift, jitterWithin: jitterWithin !== undefined };
  for (const key of ["speed", "shift", "jitterWithin"] as const) {
    if (!needing[key]) continue;
    const message = "it needs to know where a row's time is: `timestamp`";
    found.push({ key, message, uses: ["timestamp"] });
  }
  return found;
}

/** What has a share is a share of something. */
function volumeRule({ volume, mix, replay }: Scenario["load"]): Finding[] {
  const shares = [...Object.values(mix), ...replay.map(({ share }) => share)];
  const hasShares = shares.some((share) => (share ?? 0) > 0) || replay.length === 0;
  if (hasShares === (volume !== undefined)) return [];
  const message = hasShares
    ? "missing: expected a rate, as in `80M/day` or `1000/s`"
    : "nothing has a share of it: recordings at their own speed say how much is sent";
  const uses = [["load", "mix"], ...replay.map((_, index) => ["load", "replay", index, "share"])];
  return [{ path: ["load", "volume"], message, uses }];
}
