// Prints the counts of vitest's JSON report in one line. A report that is missing counts nothing.
import { readFileSync } from "node:fs";

let report = {};
try {
  report = JSON.parse(readFileSync(process.argv[2], "utf8"));
} catch {
  console.log("vitest left no results: it did not get as far as running the tests");
}
const passed = report.numPassedTests ?? 0;
// A file that fails before its first test has none to count: it counts as one.
const broken = (report.testResults ?? []).filter(
  ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
);
const failed = (report.numFailedTests ?? 0) + broken.length;
const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
