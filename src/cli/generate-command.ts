import { Command, InvalidArgumentError, Option } from "commander";
import { parseCount, parseRatePerSecond } from "../core/units.ts";
import type { GenerateOptions } from "./generate/generate.ts";

interface Options extends GenerateOptions {
  readonly list?: true;
}

const countMax = 1_000_000_000;

/** A higher rate would have more entities at once than memory holds: some 90 for each a second. */
const rateMax = 20_000;

/** `aforo generate`: writes synthetic events on standard output, or lists the generators. */
export function generateCommand(): Command {
  return new Command("generate")
    .summary("write synthetic events on standard output, or list the generators")
    .description(
      "Writes the events of a generator on standard output, one JSON object a line: the same " +
        "events for the same options. Without a name it lists the generators.",
    )
    .argument("[name]", "a generator's name")
    .option("--list", "list the generators")
    .option("--count <number>", "events, as in 500, 20k or 1M", count, 1_000)
    .option("--seed <number>", "of every draw", wholeNumber, 1)
    .option(
      "--rate <rate>",
      "events a second of the clock that dates them, as in 500/s or 80M/day: it decides how " +
        "many sessions, devices or customers are active",
      rate,
      1_000,
    )
    .addOption(
      new Option("--start <instant>", "when the first event happens, UTC")
        .argParser(instant)
        .default(Date.UTC(2026, 5, 15, 8), "2026-06-15T08:00:00Z"),
    )
    .addOption(
      new Option("--format <format>", "a line for each event, or one array of them")
        .choices(["ndjson", "json"])
        .default("ndjson"),
    )
    .option("--out <file>", "where they go; default: standard output")
    .option("--key", 'each as {"partitionKey":…,"event":…}')
    .addHelpText("after", afterHelp)
    .action(async (name: string | undefined, options: Options) => {
      // The other commands do without the generators' tables.
      const { generate, generatorList } = await import("./generate/generate.ts");
      if (name === undefined || options.list) process.stdout.write(generatorList());
      else await generate(name, options);
    });
}

const afterHelp = `
Examples:
  npm run generate clickstream -- --count 1M --out events.ndjson
  npm run --silent generate clickstream -- --count 1M > events.ndjson
  npm run --silent generate tickets -- --count 20k --seed 7 --key
  npm run --silent generate changes -- --rate 80M/day --start 2026-06-15T18:00:00Z | head
`;

function count(text: string): number {
  const number = parseCount(text);
  if (number === undefined || !Number.isInteger(number) || number < 1 || number > countMax) {
    throw new InvalidArgumentError("a whole number from 1 to 1G, as in 500, 20k or 1M");
  }
  return number;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("a whole number, as in 7");
  return Number(text);
}

function rate(text: string): number {
  const perSecond = text.includes("/") ? parseRatePerSecond(text) : parseCount(text);
  if (perSecond === undefined || perSecond <= 0 || perSecond > rateMax) {
    throw new InvalidArgumentError("a rate up to 20k/s, as in 1000/s or 80M/day");
  }
  return perSecond;
}

const instantPattern = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/;

/** Milliseconds since the Unix epoch. */
function instant(text: string): number {
  const epochMs = instantPattern.test(text) ? Date.parse(text) : Number.NaN;
  if (!(epochMs >= 0)) {
    throw new InvalidArgumentError("an instant from 1970 on, as in 2026-06-15T08:00:00Z");
  }
  return epochMs;
}
