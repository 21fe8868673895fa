const eighthsAcross = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;
const eighthsUp = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** A bar that fills from the left: its full part and its empty part, of so many cells together. */
export function bar(
  share: number,
  cells: number,
): { readonly full: string; readonly rest: string } {
  const eighths = Math.round(clamp(share) * cells * 8);
  const full = "█".repeat(Math.floor(eighths / 8)) + (eighthsAcross[eighths % 8] ?? "");
  return { full, rest: "░".repeat(cells - full.length) };
}

/** One cell that stands as high as its share of the whole. */
export function column(share: number): string {
  return eighthsUp[Math.min(7, Math.floor(clamp(share) * 8))] ?? "▁";
}

/** A curve in so many cells, each as high as the mean of what falls on it, against `top`. */
export function sparkline(values: readonly number[], cells: number, top: number): string {
  if (values.length === 0 || !(top > 0)) return "";
  return Array.from({ length: cells }, (_, cell) => {
    const from = Math.floor((cell * values.length) / cells);
    const to = Math.max(from + 1, Math.floor(((cell + 1) * values.length) / cells));
    const part = values.slice(from, to);
    return column(part.reduce((sum, value) => sum + value, 0) / part.length / top);
  }).join("");
}

function clamp(share: number): number {
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}
