import { formatCount } from "../../core/units.ts";

/** Nothing was measured. */
const none = "–";

/** A latency in at most six cells: `31 ms`, `1.25 s`, `12.3 s`, `2 min`. */
export function latency(ms: number): string {
  if (!Number.isFinite(ms)) return none;
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_995) return `${(ms / 1_000).toFixed(2)} s`;
  if (ms < 99_950) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

/** A count in at most seven cells: `99,999`, `123.4 k`, `80.00 M`. */
export function count(value: number): string {
  if (!Number.isFinite(value)) return none;
  if (value < 99_999.5) return formatCount(value);
  if (value < 999_950) return `${(value / 1_000).toFixed(1)} k`;
  return `${(value / 1_000_000).toFixed(value < 99_995_000 ? 2 : 0)} M`;
}

/** A share in five cells, never rounded up to a whole that it is not: `99.9 %` is `99 %`. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return none;
  return `${Math.floor(share * 100 + 1e-9)} %`;
}

/** What is left of a run, as a clock shows it: `0:45`, `12:00`, `1:02:03`. Rounded up. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60) % 60;
  if (seconds < 3_600) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 3_600)}:${two(minutes)}:${two(seconds % 60)}`;
}
