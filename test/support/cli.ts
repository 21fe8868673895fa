import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "../../src/reports/schema.ts";

/** Another build of the CLI can be named, to test it while this one is being changed. */
const entry =
  process.env["AFORO_CLI"] ?? fileURLToPath(new URL("../../dist/bin/main.js", import.meta.url));

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliRun {
  readonly child: ChildProcess;
  readonly ended: Promise<CliResult>;
}

/** Starts the CLI as built. */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): CliRun {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const ended = new Promise<CliResult>((resolve) => {
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return { child, ended };
}

export function runCli(...args: readonly string[]): Promise<CliResult> {
  return startCli(args).ended;
}

/** A folder for reports that goes with the test. */
export function reportFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "aforo-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function latestReport(folder: string, scenario: string): Report {
  return JSON.parse(
    readFileSync(join(folder, scenario, "latest", "report.json"), "utf8"),
  ) as Report;
}
