import type { LiveView } from "../../run/live-view.ts";
import { percent } from "./figures.ts";
import type { Tone } from "./ink.ts";

/** A shard that uses more of its write limit than this is hot. */
export const hotUtilization = 0.85;

export interface Outlook {
  readonly tone: Tone;
  readonly text: string;
}

/**
 * What can be said before the end, worst first. It is no verdict: losses and repeats are known only
 * when all has been read back.
 */
export function outlookOf(view: LiveView): Outlook {
  const { ingest, freshness } = view.budgetLeft;
  if (ingest !== undefined && ingest < 0) return bad("ingest budget overspent");
  if (freshness !== undefined && freshness < 0) return bad("freshness budget overspent");
  const hot = view.shardUtilization.filter((share) => share > hotUtilization).length;
  if (hot > 0) return warn(hot === 1 ? "a shard is hot" : `${hot} shards are hot`);
  const left = Math.min(ingest ?? 1, freshness ?? 1);
  if (left < 0.5) return warn(`${percent(left)} of a budget left`);
  if (view.phase === "starting") return { tone: "faint", text: "starting" };
  return { tone: "good", text: view.phase === "done" ? "done" : "on course so far" };
}

function bad(text: string): Outlook {
  return { tone: "bad", text };
}

function warn(text: string): Outlook {
  return { tone: "warn", text };
}
