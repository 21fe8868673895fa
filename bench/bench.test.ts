import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { cwd: root, encoding: "utf8", timeout: 100_000 });

/** That the benchmarks still run is tested; how fast depends on the machine, and is not. */
it("the benchmarks run at their smoke size", { timeout: 120_000 }, () => {
  run("npx", ["tsc", "-p", "bench/tsconfig.json"]);
  const only =
    "put-records,put-records-wire,put-after-2m,drain,fan-out,sqs,s3,send-day,producer," +
    "generators,start";
  const args = ["bench/dist/bench/main.js", "--smoke", "--alone", "--only", only];
  const output = run(process.execPath, args);
  expect(output.match(/ratio \d/g)?.length).toBeGreaterThanOrEqual(9);
  expect(output).toMatch(/put to event, p99\n {2}\d/);
});
