import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { cleanSaturation } from "../../test/checks/synthetic-run.ts";
import { exampleInput } from "../../test/reports/example-day.ts";
import { renderHtml } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";
import { buildReport } from "./model.ts";
import { reportJsonSchema, type Report } from "./schema.ts";

function collectedReport(): Report {
  const input = exampleInput();
  const { answers } = input.history;
  for (let i = 0; i < 2_000; i++) answers.times.record(i % 10, 8_000 + i);
  Object.assign(answers, { refused: 7, pushedBack: 4 });
  answers.missing.push("collect-2");
  input.history.saturation = { ...cleanSaturation, inStream: 10_063 };
  return buildReport(input);
}

describe("the report of collectors", () => {
  const report = collectedReport();

  it("is described by the schema", () => {
    const validate = new Ajv().compile(JSON.parse(reportJsonSchema()) as object);
    validate(JSON.parse(JSON.stringify(report)));
    expect(validate.errors).toBeNull();
  });

  it("has the service times apart from the latencies of the hops", () => {
    expect(report.answers).toMatchObject({
      serviceMs: { count: 2_000, p50: 8.999 },
      refused: 7,
      pushedBack: 4,
      missing: ["collect-2"],
    });
    expect(report.answers?.bySlice.p99).toHaveLength(report.day.atDayMs.length);
    expect(Object.keys(report.latencyMs)).not.toContain("answered");
  });

  it("has what one of them takes", () => {
    expect(report.saturation).toMatchObject({
      patterns: [
        { recordsPerRequest: 1, requestsPerSecond: 2_000, eventsPerSecond: 2_000 },
        { recordsPerRequest: 100, requestsPerSecond: 80, eventsPerSecond: 8_000 },
      ],
      claimed: 10_064,
      inStream: 10_063,
    });
  });

  it.each([
    ["summary.md", renderMarkdown],
    ["report.html", renderHtml],
  ])("says in %s what each figure is, and what is not in it", (_, render) => {
    const text = render(report).replace(/\s+/g, " ");
    expect(text).toContain("service time, not from the intended time");
    expect(text).toContain("7 refused, 4 pushed back");
    expect(text).toContain("What collect-2 answered is not in it");
    expect(text).toContain("They say nothing about what clients meet at a given rate");
    expect(text).toContain("10,064 events stored; 10,063 were read back");
  });

  it("says nothing where there are none", () => {
    const { answers, saturation } = buildReport(exampleInput());
    expect([answers, saturation]).toEqual([undefined, undefined]);
  });
});
