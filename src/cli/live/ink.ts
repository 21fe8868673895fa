import { cut, widthOf } from "./cells.ts";

/** How a piece of a line is meant; a terminal's own palette decides how that looks. */
export type Tone = "plain" | "faint" | "strong" | "accent" | "good" | "warn" | "bad";

export interface Piece {
  readonly text: string;
  readonly tone: Tone;
}

/** A line before it is coloured, so that it can still be measured and cut. */
export type Line = readonly Piece[];

export type Colour = "none" | "ansi";

const codes: Readonly<Record<Tone, string>> = {
  plain: "",
  faint: "2",
  strong: "1",
  accent: "36",
  good: "32",
  warn: "33",
  bad: "31",
};

export function ink(text: string, tone: Tone = "plain"): Piece {
  return { text, tone };
}

export function lineWidth(line: Line): number {
  return line.reduce((cells, piece) => cells + widthOf(piece.text), 0);
}

/** A line as it is written, cut to so many cells. Blanks at its end are left out. */
export function paint(line: Line, options: { columns: number; colour: Colour }): string {
  let room = options.columns;
  const painted: string[] = [];
  for (const { text, tone } of line) {
    const shown = cut(text, room);
    room -= widthOf(shown);
    const code = options.colour === "ansi" ? codes[tone] : "";
    painted.push(code === "" || shown === "" ? shown : `\u001B[${code}m${shown}\u001B[0m`);
    if (shown !== text) break;
  }
  return painted.join("").trimEnd();
}

/** Fills a line up with blanks to so many cells. */
function padded(line: Line, cells: number): Line {
  const missing = cells - lineWidth(line);
  return missing > 0 ? [...line, ink(" ".repeat(missing))] : line;
}

/**
 * Lays items out side by side, three blanks apart, in as few lines as hold them and evenly: four
 * that do not fit in one line become two and two. Each item keeps its own width, so what is drawn
 * stays in its place from one picture to the next.
 */
export function flow(items: readonly Line[], cells: number): Line[] {
  for (let lines = 1; lines < items.length; lines++) {
    const rows = inRows(items, Math.ceil(items.length / lines));
    if (rows.every((row) => lineWidth(row) <= cells)) return rows;
  }
  return [...items];
}

function inRows(items: readonly Line[], perRow: number): Line[] {
  // Items above each other begin in the same column.
  const widths = Array.from({ length: perRow }, (_, column) =>
    Math.max(...items.filter((_, index) => index % perRow === column).map(lineWidth)),
  );
  const rows: Line[] = [];
  for (let start = 0; start < items.length; start += perRow) {
    const row = items.slice(start, start + perRow);
    rows.push(
      row.flatMap((item, column) =>
        column === row.length - 1 ? item : [...padded(item, widths[column] ?? 0), ink("   ")],
      ),
    );
  }
  return rows;
}
