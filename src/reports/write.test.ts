import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { exampleInput } from "../../test/reports/example-day.ts";
import { buildReport } from "./model.ts";
import { writeReports } from "./write.ts";

const report = buildReport(exampleInput());
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "aforo-reports-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

it("writes four whole files and leaves nothing else", async () => {
  const paths = await writeReports(report, { directory: join(root, "peak-day", "one") });
  expect((await readdir(join(root, "peak-day", "one"))).sort()).toEqual([
    "junit.xml",
    "report.html",
    "report.json",
    "summary.md",
  ]);
  expect((await readdir(join(root, "peak-day"))).sort()).toEqual(["latest", "one"]);
  expect(JSON.parse(await readFile(paths.json, "utf8"))).toMatchObject({ schemaVersion: 1 });
});

it("lets latest lead to the newest run", async () => {
  await writeReports(report, { directory: join(root, "one") });
  const { latest } = await writeReports(report, { directory: join(root, "two") });
  expect(await readlink(latest)).toBe("two");
  expect(await readFile(join(latest, "summary.md"), "utf8")).toContain("peak-day");
});

it("replaces the small file that stands in where links are not permitted", async () => {
  await writeFile(join(root, "latest"), "zero\n");
  const { latest } = await writeReports(report, { directory: join(root, "one") });
  expect(await readlink(latest)).toBe("one");
});
