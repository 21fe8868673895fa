import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Override } from "../core/document/overrides.ts";
import { AforoError, exitCodes, messageOf } from "../core/errors.ts";
import type { Configuration } from "../emulator/start-up/configuration.ts";
import type { EmulatorOptions } from "../emulator/server.ts";
import { callLog, type LogLevel } from "./call-log.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { overrideOption } from "./override-option.ts";

interface Options {
  readonly port?: number;
  readonly host?: string;
  readonly data?: string;
  readonly config?: string;
  readonly tls?: true;
  readonly latency?: "off" | "aws";
  readonly set?: readonly Override[];
  readonly log: LogLevel;
}

/** The port that tools for local AWS look at. */
const defaultPort = 4_566;

/** `aforo emulator`: serves until it is told to end. */
export function emulatorCommand(exitWith: (code: number) => void): Command {
  return new Command("emulator")
    .summary("serve Kinesis, SQS and S3 on one port of this machine")
    .description(
      "Serves Kinesis, SQS and S3 on one port, with AWS's limits, until Ctrl-C. " +
        "What it prints on standard output is one line when it is ready.",
    )
    .option("--port <number>", `0 takes any that is free; default: ${defaultPort}`, port)
    .option("--host <address>", "where to listen; default: 127.0.0.1, this machine alone")
    .option("--data <dir>", "keep everything there, also through kill -9")
    .option("--config <file>", "limits, faults, streams, queues and buckets, in YAML")
    .option("--set <path=value>", "change a value of the configuration (repeatable)", override)
    .option("--tls", "take https:// too, with a certificate that it makes")
    .addOption(
      new Option("--latency <model>", "answer as fast as it can, or as late as AWS").choices([
        "off",
        "aws",
      ]),
    )
    .addOption(
      new Option("--log <calls>", "a line of JSON on standard error for each")
        .choices(["none", "errors", "all"])
        .default("none"),
    )
    .addHelpText("after", afterHelp)
    .action(async (options: Options) => exitWith(await serve(options)));
}

const override = overrideOption("latency=aws");

const afterHelp = `
Examples:
  npm run emulator
  npm run emulator -- --port 0 --log errors
  npm run emulator -- --config emulator.yaml --data ./emulator-data
  npm run emulator -- --set limits.kinesis.writeRecordsPerSecondPerShard=5000
  AWS_ENDPOINT_URL=http://127.0.0.1:4566 aws kinesis list-streams

Any credentials will do, unless the configuration has some. The admin endpoint is below /_aforo/:
health, metrics (Prometheus), faults, clock, streams, queues, buckets, limits, reset, certificate.
docs/EMULATOR.md has the configuration, docs/FIDELITY.md what is as on AWS and what is not.
`;

async function serve(options: Options): Promise<number> {
  const configuration = await configurationOf(options);
  if (configuration === undefined) return exitCodes.usage;
  const settings = settingsOf(options, configuration);
  // The other commands do without it.
  const { startEmulator } = await import("../emulator/server.ts");
  const log = callLog(options.log, (line) => process.stderr.write(line));
  const emulator = await startEmulator({ ...settings, ...(log && { onCall: log }) }).catch(
    (error: unknown) => {
      throw explained(error, settings);
    },
  );
  const { signal } = listenForInterrupt();
  process.stdout.write(`Ready: Kinesis, SQS and S3 at ${emulator.endpoint}\n`);
  if (!signal.aborted) await once(signal, "abort");
  await emulator.stop();
  return exitCodes.pass;
}

/** Undefined where the file or an option is mistaken: standard error then says how. */
async function configurationOf({ config, set = [] }: Options): Promise<Configuration | undefined> {
  if (config === undefined && set.length === 0) return { streams: [], queues: [], buckets: [] };
  // What reads documents is loaded by those who have one.
  const { readConfiguration } = await import("./emulator-configuration.ts");
  const text = config === undefined ? "{}" : readText(config);
  const read = readConfiguration(text, { file: config ?? "configuration", overrides: set });
  if ("configuration" in read) return read.configuration;
  process.stderr.write(read.complaint);
  return undefined;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new AforoError("usage", `the configuration cannot be read: ${messageOf(error)}`);
  }
}

/** An option wins over the file. */
function settingsOf(options: Options, configuration: Configuration): EmulatorOptions {
  const { streams, queues, buckets, tls, account, port: filePort, ...rest } = configuration;
  const { data, sync, memory, ...named } = rest;
  const isTls = options.tls ?? tls ?? false;
  const directory = options.data ?? data;
  const host = options.host ?? named.host;
  const latency = options.latency ?? named.latency;
  return {
    ...defined(named),
    port: options.port ?? filePort ?? defaultPort,
    resources: { streams, queues, buckets },
    ...(isTls && { tls: "self-signed" as const }),
    ...defined({ host, latency, accountId: account }),
    ...defined({ data: directory, sync, memoryBytesMax: memory }),
  };
}

/** Without what is undefined. */
function defined<T extends object>(
  settings: T,
): {
  [K in keyof T]?: Exclude<T[K], undefined>;
} {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function explained(error: unknown, { host = "127.0.0.1", port: wanted }: EmulatorOptions): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    const hint = "stop what listens there, or take another with --port; 0 takes any that is free";
    return new AforoError("usage", `port ${wanted} of ${host} is in use`, { hint });
  }
  if (code === "EACCES" || code === "EADDRNOTAVAIL") {
    return new AforoError("usage", `cannot listen on port ${wanted} of ${host}: ${code}`);
  }
  return error;
}

function port(text: string): number {
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number > 65_535) {
    throw new InvalidArgumentError("a port from 0 to 65535");
  }
  return number;
}
