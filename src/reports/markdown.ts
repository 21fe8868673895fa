import { hotShardWords } from "../checks/throttling/hot-shard.ts";
import { formatCount, formatShare, formatSize } from "../core/units.ts";
import {
  answerNotes,
  answersTitle,
  saturationHead,
  saturationNote,
  saturationRows,
} from "./collectors.ts";
import { catchUpNotes } from "./consumers.ts";
import { hops } from "../core/history/history.ts";
import type { Report } from "./schema.ts";
import { timeAxis } from "./time-axis.ts";
import {
  againstLine,
  checkTitles,
  hopTitles,
  msText,
  onPurposeLines,
  sentLine,
  shardText,
  verdictMarks,
  verdictSentences,
} from "./words.ts";

/** A cell is cut at this many characters, so that the whole stays far below a comment's limit. */
const cellMax = 300;
const detailLinesMax = 5;

/** summary.md: what a pull-request comment holds. */
export function renderMarkdown(report: Report): string {
  const { scenario, verdict } = report;
  const state = report.interrupted ? " (interrupted)" : "";
  const sections = [
    `## ${verdictMarks[verdict]}: ${markdown(scenario.name)}${state}`,
    `**${markdown(scenario.title)}.** ${verdictSentences[verdict]}`,
    `${sentLine(report)} ${markdown(againstLine(report))}`,
    ...onPurposeLines(report).map((line) => `**${markdown(line)}**`),
    checkTable(report),
    ...broken(report),
    accounts(report),
    latencies(report),
    consumerTable(report),
    answerTable(report),
    saturationTable(report),
    figures(report),
    footer(report),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function checkTable({ checks }: Report): string {
  return table(
    ["Check", "Verdict", "Expected", "Observed"],
    checks.map(({ name, verdict, expected, observed }) => [
      checkTitles[name],
      verdictMarks[verdict],
      markdown(expected),
      markdown(observed),
    ]),
  );
}

/** What broke, in a few lines a check. */
function broken({ checks }: Report): string[] {
  return checks
    .filter((check) => check.verdict !== "pass" && check.detail.length > 0)
    .map(({ name, detail }) => {
      const lines = detail.slice(0, detailLinesMax).map((line) => `- ${markdown(line)}`);
      const rest = detail.length - lines.length;
      if (rest > 0) lines.push(`- and ${rest} more in report.html`);
      return [`**${checkTitles[name]}**`, "", ...lines].join("\n");
    });
}

function accounts({ totals }: Report): string {
  const n = formatCount;
  return [
    "**Accounts**",
    "",
    `- **Records:** ${n(totals.intended)} intended = ${n(totals.confirmed)} confirmed + ` +
      `${n(totals.abandoned)} abandoned + ${n(totals.unresolved)} unresolved`,
    `- **Attempts:** ${n(totals.attempted)} = ${n(totals.attemptsConfirmed)} confirmed + ` +
      `${n(totals.throttled)} throttled + ${n(totals.failed)} failed + ` +
      `${n(totals.unknown)} unknown; ${n(totals.retried)} were retries`,
    `- **FINAL:** ${n(totals.final)} records; lost ${n(totals.lost)}, extra ${n(totals.extra)}, ` +
      `altered ${n(totals.altered)}, duplicates missed ${n(totals.duplicatesMissed)}`,
  ].join("\n");
}

function latencies({ latencyMs }: Report): string {
  const rows = hops.flatMap((hop) => {
    const figures = latencyMs[hop];
    if (!figures) return [];
    const { count, p50, p99, p999, max } = figures;
    const cells = [p50, p99, p999, max].map((value) => msText(value, count));
    return [[hopTitles[hop], ...cells]];
  });
  return rows.length === 0
    ? ""
    : table(["From the intended time", "p50", "p99", "p99.9", "max"], rows);
}

function consumerTable(report: Report): string {
  const rows = report.consumers.map(({ consumer, reads, records, propagationMs, documentedMs }) => {
    const { count, p50, p99 } = propagationMs;
    const stated = documentedMs === null ? "–" : msText(documentedMs, 1);
    const delays = [msText(p50, count), msText(p99, count), stated];
    return [markdown(consumer), reads, formatCount(records), ...delays];
  });
  if (rows.length === 0) return "";
  const head = ["From arrival to read", "Reads", "Records", "p50", "p99", "AWS states"];
  const notes = catchUpNotes(report).map((note) => `- ${markdown(note)}`);
  return [table(head, rows), ...(notes.length > 0 ? ["", ...notes] : [])].join("\n");
}

function answerTable(report: Report): string {
  const { answers } = report;
  if (!answers) return "";
  const { count, p50, p99, p999, max } = answers.serviceMs;
  const cells = [p50, p99, p999, max].map((value) => msText(value, count));
  const notes = answerNotes(report).map((note) => `- ${markdown(note)}`);
  const rows = table(["", "p50", "p99", "p99.9", "max"], [[answersTitle, ...cells]]);
  return [rows, "", ...notes].join("\n");
}

function saturationTable(report: Report): string {
  const note = saturationNote(report);
  if (note === undefined) return "";
  const rows = table(saturationHead, saturationRows(report));
  return ["**One collector in a closed loop, after the run**", "", rows, "", `- ${note}`].join(
    "\n",
  );
}

function figures(report: Report): string {
  const { shards, budgets, scheduleLagMs, disturbances, environment } = report;
  const { of, words } = timeAxis(report);
  const lines = ["**Key figures**", ""];
  const hottest = shards.rows[0];
  if (hottest) {
    lines.push(
      `- Hottest shard: ${markdown(shardText(hottest.shard))}, ${shards.skewFactor.toFixed(2)} ` +
        `times the mean, ${formatShare(hottest.utilizationMax, 0)} of a limit at its busiest`,
    );
  }
  if (shards.hot) lines.push(`- Found: ${markdown(hotShardWords(shards.hot))}`);
  for (const [name, budget] of Object.entries(budgets)) {
    if (!budget) continue;
    lines.push(
      `- Budget ${name} at ${formatShare(budget.objective, 4)}: ${formatCount(budget.bad)} bad ` +
        `of ${formatCount(budget.good + budget.bad)}, ${formatShare(budget.spent, 1)} spent`,
    );
  }
  const { p99, count } = scheduleLagMs;
  lines.push(
    `- Harness: schedule lag p99 ${msText(p99, count)}, CPU ` +
      `${formatShare(environment.harness.cpuShare, 0)} of ${environment.cores} cores, ` +
      `${formatSize(environment.harness.residentBytesMax)} resident`,
  );
  for (const { atDayMs, kind, instance } of disturbances.slice(0, detailLinesMax)) {
    lines.push(`- Disturbance at ${words(of(atDayMs))}: ${kind} (${markdown(instance)})`);
  }
  return lines.join("\n");
}

function footer({ run, scenario, command }: Report): string {
  return (
    `Full report: \`report.html\` in the run’s artifacts (run ${markdown(run)}, seed ` +
    `${scenario.seed}, scenario hash \`${scenario.hash.slice(0, 12)}\`). Repeat it with ` +
    `${codeSpan(command)}.`
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text as itself: one line, no markup of Markdown or HTML, and no mention of anybody. */
function markdown(text: string): string {
  const line = text.replace(/\s+/g, " ");
  const cut = line.length > cellMax ? `${line.slice(0, cellMax)}…` : line;
  return cut
    .replace(/[\\`*_[\]|~#]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "&#64;");
}

/** The fence is longer than any run of backticks within. */
function codeSpan(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const runs = [...line.matchAll(/`+/g)].map((run) => run[0].length);
  const fence = "`".repeat(Math.max(0, ...runs) + 1);
  return runs.length === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}
