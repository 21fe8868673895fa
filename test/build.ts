import { spawnSync } from "node:child_process";

/** Worker threads and the CLI run from `dist/`, so the tests begin by building it. */
export function setup(): void {
  // A type error has a gate of its own: tsc writes the output all the same.
  spawnSync("npm", ["run", "--silent", "build"], { stdio: "ignore" });
}
