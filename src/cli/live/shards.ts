import { percent } from "./figures.ts";
import { flow, ink, type Line, lineWidth, type Piece, type Tone } from "./ink.ts";
import { hotUtilization } from "./outlook.ts";
import { bar, column } from "./shapes.ts";

/** With more shards than this a bar for each would leave no room for the rest. */
const barsMax = 12;
const barCells = { least: 8, most: 24 } as const;
/** Cells of an item besides its bar: number, blanks, share, mark. */
const besideBar = 2 + 1 + 1 + 5 + 2;

/** The write utilization of each shard, as bars, or as one cell a shard where they are many. */
export function shardLines(utilization: readonly number[], cells: number): Line[] {
  if (utilization.length === 0) return [[ink("–", "faint")]];
  return utilization.length > barsMax ? heat(utilization, cells) : bars(utilization, cells);
}

function bars(utilization: readonly number[], cells: number): Line[] {
  const items = (length: number): Line[] =>
    utilization.map((share, shard) => barOf(share, { shard, length }));
  const lines = flow(items(barCells.least), cells).length;
  // The bars grow until another cell would need another line.
  const perLine = Math.ceil(utilization.length / lines);
  const room = Math.floor((cells - (perLine - 1) * 3) / perLine) - besideBar;
  return flow(items(Math.min(barCells.most, Math.max(barCells.least, room))), cells);
}

function barOf(share: number, options: { shard: number; length: number }): Line {
  const { full, rest } = bar(share, options.length);
  return [
    ink(`${String(options.shard).padStart(2)} `, "faint"),
    ink(full, toneOf(share)),
    ink(rest, "faint"),
    ink(` ${percent(share).padStart(5)}`, toneOf(share) === "good" ? "plain" : toneOf(share)),
    ink(share > hotUtilization ? " !" : "  ", "bad"),
  ];
}

function heat(utilization: readonly number[], cells: number): Line[] {
  const lines: Piece[][] = [[]];
  for (const share of utilization) {
    if (lineWidth(lines.at(-1) ?? []) >= cells && lines.length < 2) lines.push([]);
    lines.at(-1)?.push(ink(column(share), toneOf(share)));
  }
  const hottest = Math.max(...utilization);
  const hot = utilization.filter((share) => share > hotUtilization).length;
  return [
    ...lines,
    [
      ink(`${utilization.length} shards`),
      ink(`   hottest ${utilization.indexOf(hottest)} at ${percent(hottest)}`, toneOf(hottest)),
      ink(`   ${hot} above ${percent(hotUtilization)}`, hot > 0 ? "bad" : "faint"),
    ],
  ];
}

function toneOf(share: number): Tone {
  if (share > hotUtilization) return "bad";
  return share > 0.6 ? "warn" : "good";
}
