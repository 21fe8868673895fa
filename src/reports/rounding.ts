import type { LatencyFigures } from "../core/latency.ts";

/** Three decimals are a microsecond of a millisecond: finer ones are noise in a report. */
export function rounded(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}

export function roundedOrNull(value: number): number | null {
  return Number.isFinite(value) ? rounded(value) : null;
}

export function roundedFigures(figures: LatencyFigures): LatencyFigures {
  const { count, p50, p90, p99, p999, p9999, max } = figures;
  return {
    count,
    p50: rounded(p50),
    p90: rounded(p90),
    p99: rounded(p99),
    p999: rounded(p999),
    p9999: rounded(p9999),
    max: rounded(max),
  };
}
