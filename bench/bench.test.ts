import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { cwd: root, encoding: "utf8", timeout: 30_000 });

/** That a benchmark still runs is tested; how fast it is depends on the machine, and is not. */
it("emulator-put runs at its smoke size", () => {
  run("npx", ["tsc", "-p", "bench/tsconfig.json"]);
  const output = run(process.execPath, ["bench/dist/bench/emulator-put.js", "--smoke"]);
  expect(output).toMatch(
    /null server +\d+ calls\/s\n +emulator +\d+ calls\/s.*\n +ratio +\d\.\d\d/,
  );
});
