#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { AforoError, exitCodes, messageOf } from "../core/errors.ts";
import { emulatorCommand } from "./emulator-command.ts";
import { generateCommand } from "./generate-command.ts";
import { scenarioCommand } from "./scenario-command.ts";
import { version } from "./version.ts";

// The SDK prints a notice of several lines in every thread on Node 20; the floor is ours to choose.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

async function main(): Promise<number> {
  let exitCode: number = exitCodes.pass;
  const program = new Command("aforo")
    .description("Gauges a streaming pipeline on Kinesis, SQS and S3 before production does.")
    .version(version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addCommand(scenarioCommand((code) => (exitCode = code)))
    .addCommand(emulatorCommand((code) => (exitCode = code)))
    .addCommand(generateCommand());
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync(process.argv);
    return exitCode;
  } catch (error) {
    return explain(error);
  }
}

/** Says what went wrong and what to do, and answers the exit code. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has printed its message already; help and version end well.
    return error.exitCode === 0 ? exitCodes.pass : exitCodes.usage;
  }
  if (error instanceof AforoError) {
    process.stderr.write(`aforo: ${error.message}\n`);
    if (error.hint !== undefined) process.stderr.write(`       ${error.hint}\n`);
    return error.exitCode;
  }
  const trace = error instanceof Error ? error.stack : undefined;
  process.stderr.write(`aforo: internal error: ${trace ?? messageOf(error)}\n`);
  return exitCodes.internalError;
}

process.exitCode = await main();
