import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { listed } from "../../core/document/mistake.ts";
import { nearestName } from "../../core/document/nearest.ts";
import { AforoError } from "../../core/errors.ts";
import { feed } from "../../generators/feed.ts";
import type { Generator } from "../../generators/generator.ts";
import { generators } from "../../generators/table.ts";
import { type OutputFormat, outputOf } from "./output.ts";
import { writeAll } from "./write-all.ts";

/** What the command line says, parsed. */
export interface GenerateOptions {
  readonly count: number;
  readonly seed: number;
  readonly rate: number;
  /** Milliseconds since the Unix epoch. */
  readonly start: number;
  readonly format: OutputFormat;
  readonly key?: true;
  /** Standard output, where it is absent. */
  readonly out?: string;
}

/** Years have four digits. */
const lastInstantMs = Date.UTC(9_999, 11, 31);

/** One line on each generator. */
const titles: Readonly<Record<keyof typeof generators, string>> = {
  clickstream: "visitors of a shop, in browsers and in its app; keyed by session",
  iot: "telemetry of a fleet of devices; keyed by device",
  bicimad: "Madrid's bike share: trips and station snapshots; keyed by station",
  customers: "domain events of a customer service; keyed by customer",
  tickets: "purchases of tickets; keyed by message group",
  changes: "changes of a shop's database, in Debezium's envelope; keyed by primary key",
};

/** The generators that there are, as text. */
export function generatorList(): string {
  const width = Math.max(...Object.keys(titles).map((name) => name.length));
  const lines = Object.entries(titles).map(([name, title]) => `  ${name.padEnd(width)}  ${title}`);
  return `${lines.join("\n")}\n\nLet one run: npm run --silent generate NAME -- --count 1k\n`;
}

/**
 * Writes events of a generator to a file or on standard output. Throws a usage error for an
 * unknown name.
 */
export async function generate(name: string, options: GenerateOptions): Promise<void> {
  const { count, seed, rate, start, format, key } = options;
  const generator = findGenerator(name);
  if (start + (count / rate) * 1_000 > lastInstantMs) {
    throw new AforoError("usage", "the last events would be dated beyond the year 9999");
  }
  const events = feed({ generator, seed, count, ratePerSecond: rate, startEpochMs: start });
  const pieces = outputOf(events, { format, content: key ? "keyed" : "event" });
  if (options.out === undefined) {
    await writeAll(pieces, process.stdout);
    return;
  }
  const file = createWriteStream(options.out);
  await writeAll(pieces, file);
  file.end();
  await finished(file);
}

export function findGenerator(name: string): Generator {
  const found = new Map<string, Generator>(Object.entries(generators)).get(name);
  if (found) return found;
  const names = Object.keys(generators);
  const nearest = nearestName(name, names);
  throw new AforoError("usage", `there is no generator \`${name}\``, {
    hint: nearest === undefined ? `there is ${listed(names)}` : `did you mean \`${nearest}\`?`,
  });
}
