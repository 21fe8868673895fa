import { Command, InvalidArgumentError } from "commander";
import { overrideOption } from "./override-option.ts";
import { aws, type ScenarioOptions } from "./scenario-options.ts";

/** `aforo scenario`: lists the scenarios, or plays one and answers its exit code. */
export function scenarioCommand(exitWith: (code: number) => void): Command {
  return new Command("scenario")
    .summary("play a scenario, or list those that there are")
    .description(
      "Plays a scenario: makes its streams, queues and buckets, drives its load through the " +
        "pipeline, drains it, reads everything back, and gives a verdict and a report. " +
        "Without a name it lists the scenarios.",
    )
    .argument("[name|file]", "a scenario's name, or the path of a YAML file")
    .option(
      "--target <target>",
      "`aws`, or an endpoint as of LocalStack; default: the embedded emulator",
      endpoint,
    )
    .option("--seed <number>", "of all that is generated; default: the scenario's", wholeNumber)
    .option("--set <path=value>", "change a value of the scenario (repeatable)", override)
    .option("--out <dir>", "where the reports go", "reports")
    .option("--quiet", "no live picture: the verdict alone")
    .option("--json", "print report.json on standard output, the rest on standard error")
    .addHelpText("after", afterHelp)
    .action(async (nameOrFile: string | undefined, options: ScenarioOptions) => {
      // What reads and plays scenarios is large, and other commands start without it.
      const { listAll, loadAndPlay } = await import("./load-and-play.ts");
      if (nameOrFile === undefined) listAll();
      else exitWith(await loadAndPlay(nameOrFile, options));
    });
}

const override = overrideOption("load.volume=40M/day");

const afterHelp = `
Examples:
  npm run scenario peak-day
  npm run scenario smoke -- --seed 7 --set load.volume=40M/day
  npm run scenario smoke -- --target http://127.0.0.1:4566
  npm run scenario smoke -- --set sabotage.workerDropsOneIn=1000   (see the checks find it)

Credentials for --target come from the usual AWS chain (environment, profile, role), the region
from AWS_REGION. What a run makes there carries the run's id in its name and is removed afterwards.

Exit codes, the first that applies:
  130  interrupted (Ctrl-C: the load stops, the pipeline drains, the report is written)
    1  internal error, or a target or store that cannot be used
    2  usage, or an invalid scenario
    3  correctness violated: lost, altered, duplicated or reordered records
    6  the run is invalid: it proves nothing
    4  a threshold or an objective was not met
    0  pass
`;

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("a whole number, as in 7");
  return Number(text);
}

function endpoint(text: string): string {
  if (text === aws) return aws;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new InvalidArgumentError("aws, or an http or https URL as in http://127.0.0.1:4566");
  }
  return text.replace(/\/+$/, "");
}
