import type { Report } from "./schema.ts";

/** report.json: the keys in the order of the model, rows of numbers on one line. */
export function renderJson(report: Report): string {
  const text = JSON.stringify(report, undefined, 2);
  return `${text.replace(numberRow, (row) => row.replace(/\s+/g, " "))}\n`;
}

/** Within a JSON string a line break is escaped, so this finds nothing but rows. */
const numberRow = /\[\n(?:\s+(?:-?[\d.]+(?:e[+-]?\d+)?|null),?\n)+\s*\]/gi;
