import type { History } from "../core/history/history.ts";
import { hopHistories } from "./day-series.ts";
import { rounded, roundedOrNull } from "./rounding.ts";
import type { Report } from "./schema.ts";

/** Points for each decade of the axis, and the last decade: 99.9999 %. */
const pointsPerDecade = 20;
const decadesMax = 6;

/**
 * The percentile curve of every hop, at points that lie evenly on the axis log₁₀(1 / (1 − p)). A
 * percentile is given where at least one sample lies beyond it.
 */
export function percentileCurves(history: History): Report["percentiles"] {
  const curves = hopHistories(history).map(([hop, { latency }]) => [hop, latency] as const);
  const countMax = Math.max(1, ...curves.map(([, latency]) => latency.count));
  const decades = Math.min(decadesMax, Math.log10(countMax));
  const at = Array.from({ length: Math.floor(decades * pointsPerDecade) + 1 }, (_, point) =>
    rounded(100 * (1 - 10 ** (-point / pointsPerDecade)), 7),
  );
  const values = curves.map(([hop, latency]) => [
    hop,
    at.map((percentile) =>
      latency.count * (1 - percentile / 100) >= 1 - 1e-6
        ? roundedOrNull(latency.percentileMs(percentile))
        : null,
    ),
  ]);
  return { at, latencyMs: Object.fromEntries(values) };
}
