import type { Report } from "./schema.ts";

/**
 * junit.xml: one test case a check. A failed check is a failure, an invalid one an error, so that a
 * CI system shows them apart. The suite has the time of the run; a check takes none of its own.
 */
export function renderJunit(report: Report): string {
  const { scenario, checks } = report;
  const failures = checks.filter((check) => check.verdict === "fail").length;
  const errors = checks.filter((check) => check.verdict === "invalid").length;
  const seconds = report.phases.reduce((sum, phase) => sum + phase.tookMs, 0) / 1_000;
  const counts =
    `tests="${checks.length}" failures="${failures}" errors="${errors}" skipped="0" ` +
    `time="${seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="aforo" ${counts}>`,
    `  <testsuite name="${xml(scenario.name)}" ${counts} timestamp="${xml(report.startedAt)}">`,
    "    <properties>",
    ...properties(report).map(
      ([name, value]) => `      <property name="${name}" value="${xml(value)}"/>`,
    ),
    "    </properties>",
    ...checks.map((check) => testCase(scenario.name, check)),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function properties(report: Report): [string, string][] {
  return [
    ["run", report.run],
    ["target", report.target],
    ["verdict", report.verdict],
    ["seed", String(report.scenario.seed)],
    ["hash", report.scenario.hash],
    ["digest", report.digest],
    ["command", report.command],
  ];
}

function testCase(scenario: string, check: Report["checks"][number]): string {
  const { name, verdict, expected, observed, detail } = check;
  const text = xml([`expected: ${expected}`, `observed: ${observed}`, ...detail].join("\n"));
  const open = `    <testcase classname="aforo.${xml(scenario)}" name="${name}" time="0.000">`;
  const message = xml(`expected ${expected}; observed ${observed}`);
  const body = {
    pass: `<system-out>${text}</system-out>`,
    fail: `<failure type="${name}" message="${message}">${text}</failure>`,
    invalid: `<error type="${name}" message="${message}">${text}</error>`,
  }[verdict];
  return `${open}\n      ${body}\n    </testcase>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Escapes text for XML 1.0; what that cannot hold at all becomes the replacement character. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\u{fffd}")
    .replace(/[&<>"']/g, (char) => entities[char] ?? char);
}
