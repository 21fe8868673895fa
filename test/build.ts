import { execFileSync } from "node:child_process";

/** Worker threads and the CLI run from `dist/`, so the tests begin by building it. */
export function setup(): void {
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
}
