import { Script } from "node:vm";
import { beforeAll, describe, expect, it } from "vitest";
import { exampleInput } from "../../test/reports/example-day.ts";
import type { CheckResult } from "../checks/verdict.ts";
import { History } from "../core/history/history.ts";
import { renderHtml } from "./html.ts";
import { pageScript } from "./html/page-script.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { buildReport } from "./model.ts";
import type { Report } from "./schema.ts";
import { summaryLines } from "./summary-line.ts";

let passed: Report;
let broken: Report;
beforeAll(() => {
  const input = exampleInput();
  passed = buildReport(input);
  const checks = input.judgement.checks.map((check): CheckResult => changes[check.name] ?? check);
  const totals = { ...input.judgement.totals, lost: 11, final: 107_943 };
  const judgement = { verdict: "fail", exitCode: 3, checks, totals } as const;
  const { raw, final } = input.history.scans;
  for (const { source, ordinal } of [...input.history.load.intended].slice(0, 11)) {
    for (const scan of [raw, final]) scan?.seen.delete(source, ordinal);
  }
  broken = buildReport({ ...input, judgement });
});

const changes: Partial<Record<CheckResult["name"], CheckResult>> = {
  reconciliation: {
    name: "reconciliation",
    verdict: "fail",
    expected: "lost 0, extra 0, altered 0",
    observed: "lost 11, extra 0, altered 0",
    detail: Array.from({ length: 11 }, (_, i) => `lost: clickstream ${i}, confirmed & "gone" <2 s`),
  },
  validity: {
    name: "validity",
    verdict: "invalid",
    expected: "schedule lag p99 ≤ 20 ms",
    observed: "schedule lag p99 84 ms",
    detail: ["the load thread was busy 97 % of the time"],
  },
};

const hostile = `</script><script>alert("x")</script> & 'q' | *b* @all \u0001 \`code\``;

/** A report in which every text that comes from outside is hostile. */
function hostileReport(): Report {
  const { scenario, checks, shards, keys, disturbances, environment } = passed;
  return {
    ...passed,
    target: hostile,
    targetName: hostile,
    command: hostile,
    scenario: { ...scenario, name: hostile, title: hostile, description: hostile },
    checks: checks.map((check) => ({
      ...check,
      verdict: "fail",
      expected: hostile,
      observed: hostile,
      detail: [hostile],
    })),
    shards: { ...shards, rows: shards.rows.map((row) => ({ ...row, shard: hostile })) },
    keys: { ...keys, top: keys.top.map((key) => ({ ...key, key: hostile })) },
    disturbances: disturbances.map((one) => ({ ...one, instance: hostile, detail: hostile })),
    environment: { ...environment, cpu: hostile },
  };
}

// The golden files end in .txt, so that no formatter takes them for its own.
describe("summary.md", () => {
  it("reads as it is to read", async () => {
    await expect(renderMarkdown(passed)).toMatchFileSnapshot("golden/summary.md.txt");
    await expect(renderMarkdown(broken)).toMatchFileSnapshot("golden/summary-broken.md.txt");
  });

  it("fits a comment, whatever a check has to say", () => {
    const detail = Array.from({ length: 100 }, () => "x".repeat(5_000));
    const checks = passed.checks.map((check) => ({ ...check, verdict: "fail" as const, detail }));
    expect(renderMarkdown({ ...passed, checks }).length).toBeLessThan(20_000);
  });

  it("shows foreign text as text", () => {
    const text = renderMarkdown(hostileReport()).replace(/``.*``/g, "");
    expect(text).not.toMatch(/<script/);
    expect(text).not.toMatch(/[^\\]\*b/);
    expect(text).not.toContain("@all");
    const cells = text.split("\n").filter((line) => line.startsWith("| Ordering"));
    expect(cells[0]?.match(/(?<!\\)\|/g)).toHaveLength(5);
  });
});

describe("junit.xml", () => {
  it("reads as it is to read", async () => {
    await expect(renderJunit(passed)).toMatchFileSnapshot("golden/junit.xml.txt");
    await expect(renderJunit(broken)).toMatchFileSnapshot("golden/junit-broken.xml.txt");
  });

  it("escapes text, and replaces what XML cannot hold", () => {
    const xml = renderJunit(hostileReport());
    expect(xml).not.toContain("<script");
    expect(xml).not.toContain("\u0001");
    expect(xml).toContain("&lt;/script&gt;&lt;script&gt;alert(&quot;x&quot;)");
    expect(xml.match(/<testcase /g)).toHaveLength(7);
  });
});

describe("report.html", () => {
  it("asks for nothing from outside", () => {
    const page = renderHtml(passed).replace(/<script>.*?<\/script>/gs, "");
    expect(page).not.toMatch(/(?:src|href|url)\s*[=(]/i);
    expect(page).not.toMatch(/@import|<link/i);
  });

  it("begins with the verdict, then what was sent and against what, then the checks", () => {
    const page = renderHtml(broken).replace(/\s+/g, " ");
    const order = [
      ">fail<",
      "111,111 records",
      "Against the embedded emulator",
      "Checks",
      "lost 11",
      "Accounts",
      "Over the day",
      "Percentile curve",
      "Shards",
      "Key skew",
      "Harness",
      "How it was measured",
      "Environment",
      "Scenario",
    ];
    const body = page.slice(page.indexOf("<body>"));
    let from = 0;
    const found: string[] = [];
    for (const text of order) {
      const at = body.indexOf(text, from);
      found.push(at < 0 ? `missing: ${text}` : text);
      from = Math.max(from, at);
    }
    expect(found).toEqual(order);
  });

  it("escapes everything: no text of a scenario or a record runs", () => {
    const page = renderHtml(hostileReport());
    expect(page).not.toContain("<script>alert");
    expect(page.match(/<script/g)).toHaveLength(3);
    expect(page.match(/<\/script/g)).toHaveLength(3);
  });

  it("says where an account does not add up", () => {
    expect(renderHtml(passed)).not.toContain("differs by");
    const totals = { ...passed.totals, unresolved: 3 };
    expect(renderHtml({ ...passed, totals })).toContain("differs by -3");
  });

  it("holds for a run that broke before it sent anything", () => {
    const report = buildReport({ ...exampleInput(), history: new History() });
    const page = renderHtml(report).replace(/<script>.*?<\/script>/gs, "");
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(page).toContain("Percentile curve");
    expect(renderMarkdown(report)).not.toMatch(/NaN|Infinity|undefined/);
    expect(summaryLines(report, "x").join()).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("carries the charts' data, and a script that parses", () => {
    expect(() => new Script(pageScript)).not.toThrow();
    const json = /<script type="application\/json" id="charts">(.*?)<\/script>/s.exec(
      renderHtml(passed),
    );
    const { charts } = JSON.parse(json?.[1] ?? "") as { charts: { id: string }[] };
    expect(charts.map((chart) => chart.id)).toEqual([
      "rate",
      "latency",
      "backlog",
      "budgets",
      "curve",
    ]);
  });
});

describe("the summary for a terminal", () => {
  it("has the verdict, a line a check, the reason of what broke, and the way to the report", () => {
    const lines = summaryLines(broken, "reports/peak-day/x7k2m9qa/report.html");
    expect(lines[0]).toBe("FAIL  peak-day");
    expect(lines).toContain("  fail     reconciliation  lost 11, extra 0, altered 0");
    expect(lines.some((line) => line.trim().startsWith("lost: clickstream 0"))).toBe(true);
    expect(lines).toContain("report  reports/peak-day/x7k2m9qa/report.html");
  });
});
