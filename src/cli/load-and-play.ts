import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { exitCodes } from "../core/errors.ts";
import { surveyRecording } from "../generators/replay/survey.ts";
import { findScenario, listScenarios } from "../scenario/catalogue.ts";
import { loadScenario } from "../scenario/load.ts";
import { complaint } from "./complaint.ts";
import { playScenario } from "./play-scenario.ts";
import type { ScenarioOptions } from "./scenario-options.ts";

/** The scenarios that come with the tool. */
const scenarioDirectory = fileURLToPath(new URL("../../scenarios", import.meta.url));

/** Prints the scenarios that there are. */
export function listAll(): void {
  const entries = listScenarios(scenarioDirectory);
  const width = Math.max(...entries.map((entry) => entry.name.length));
  const lines = entries.map((entry) => `  ${entry.name.padEnd(width)}  ${entry.title}`);
  process.stdout.write(`${lines.join("\n")}\n\nPlay one: npm run scenario NAME\n`);
}

/** Reads a scenario and plays it, and answers the exit code. */
export async function loadAndPlay(nameOrFile: string, options: ScenarioOptions): Promise<number> {
  const { file, text } = findScenario(scenarioDirectory, nameOrFile);
  const answer = loadScenario(text, {
    file: shortest(file),
    overrides: options.set ?? [],
    survey: surveyRecording,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  if ("mistakes" in answer) {
    process.stderr.write(complaint(answer.mistakes));
    return exitCodes.usage;
  }
  return playScenario({ plan: answer.plan, nameOrFile, options });
}

/** The path as people would type it from here. */
function shortest(file: string): string {
  const here = join(process.cwd(), "/");
  return file.startsWith(here) ? file.slice(here.length) : file;
}
