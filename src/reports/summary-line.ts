import type { Report } from "./schema.ts";
import { onPurposeLines, sentLine } from "./words.ts";

/**
 * The last lines that a run writes to a terminal: the verdict, a line a check, why a check did not
 * pass, and where the report is. Plain text without colour; drawing is the terminal's task.
 */
export function summaryLines(report: Report, reportPath: string): string[] {
  const { scenario, verdict, interrupted, checks } = report;
  const nameWidth = Math.max(0, ...checks.map((check) => check.name.length));
  const indent = " ".repeat(2 + 7 + 2 + nameWidth + 2);
  return [
    `${verdict.toUpperCase()}  ${scenario.name}${interrupted ? " (interrupted)" : ""}`,
    sentLine(report),
    ...onPurposeLines(report),
    "",
    ...checks.flatMap((check) => {
      const head = `  ${check.verdict.padEnd(7)}  ${check.name.padEnd(nameWidth)}`;
      const why = check.verdict === "pass" ? undefined : check.detail[0];
      return [`${head}  ${check.observed}`, ...(why === undefined ? [] : [`${indent}${why}`])];
    }),
    "",
    `report  ${reportPath}`,
    `repeat  ${report.command}`,
  ];
}
