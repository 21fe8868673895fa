import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { ClientAnswer } from "./client-process.ts";
import type { Job, Outcome } from "./job.ts";

/** This file runs from bench/dist/bench. */
const root = fileURLToPath(new URL("../../..", import.meta.url));
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** A server under test, in a process of its own. */
export interface ServerProcess {
  readonly name: string;
  readonly endpoint: string;
  /** From the start of the process to its first answer, in milliseconds. */
  readonly startMs: number;
  /** Resident memory, in MB; NaN where the system does not tell. */
  residentMB(): number;
  stop(): void;
}

// Each client would print several lines about Node 20.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** Of both kinds; none outlives the benchmarks, whichever way they end. */
const children = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

function watched(child: ChildProcess): ChildProcess {
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

/** Limits that never throttle: what is measured is work, not limits. */
const unlimited = 1e15;
const raised = [
  "kinesis.writeBytesPerSecondPerShard",
  "kinesis.writeRecordsPerSecondPerShard",
  "kinesis.writeBurstBytesPerShard",
  "kinesis.getRecordsPerSecondPerShard",
  "kinesis.getShardIteratorPerSecondPerShard",
  "kinesis.readBytesPerSecondPerShard",
  "kinesis.readDebtBytesMax",
  "sqs.inFlightMax",
  "s3.writesPerSecondPerPrefix",
  "s3.readsPerSecondPerPrefix",
].flatMap((name) => ["--set", `limits.${name}=${name.endsWith("DebtBytesMax") ? 0 : unlimited}`]);

export function startAforo(options: readonly string[] = raised): Promise<ServerProcess> {
  const args = [
    process.env["AFORO_BENCH_MAIN"] ?? `${root}dist/bin/main.js`,
    "emulator",
    "--port",
    "0",
    ...options,
  ];
  return startServer("aforo", process.execPath, args);
}

const nullServer = "null server";

export function startNull(http: Job["http"]): Promise<ServerProcess> {
  return startServer(nullServer, process.execPath, [here("./null-server.js"), http]);
}

export type PeerName = "kinesalite" | "kinesis-local" | "fauxqs";

/** Whether the peers have been installed: `npm ci --prefix bench/peers`. */
export function hasPeers(): boolean {
  return existsSync(`${root}bench/peers/node_modules/kinesalite`);
}

export async function startPeer(name: PeerName): Promise<ServerProcess> {
  const port = String(await freePort());
  const bin = (file: string) => `${root}bench/peers/node_modules/${name}/${file}`;
  const manifest = JSON.parse(readFileSync(bin("package.json"), "utf8")) as {
    readonly bin?: string | Readonly<Record<string, string>>;
    readonly main?: string;
  };
  const entry =
    typeof manifest.bin === "string" ? manifest.bin : Object.values(manifest.bin ?? {})[0];
  const script = bin(entry ?? manifest.main ?? "index.js");
  const unthrottled = ["--createStreamMs", "0", "--shardLimit", "100"];
  const args = name === "kinesalite" ? [script, "--port", port, ...unthrottled] : [script];
  const env =
    name === "kinesis-local"
      ? { KINESIS_MOCK_PLAIN_PORT: port, KINESIS_MOCK_TLS_PORT: String(await freePort()) }
      : { FAUXQS_PORT: port, FAUXQS_LOGGER: "false" };
  // kinesis-local looks for its certificate in the directory that it is started in.
  const known = { env, endpoint: `http://127.0.0.1:${port}`, cwd: bin("") };
  return startServer(name, process.execPath, args, known);
}

interface Known {
  readonly env: Readonly<Record<string, string>>;
  /** Of a server that does not print `Ready: …`: it is asked until it answers. */
  readonly endpoint: string;
  readonly cwd: string;
}

async function startServer(
  name: string,
  command: string,
  ...[args, known]: readonly [args: readonly string[], known?: Known]
): Promise<ServerProcess> {
  const beganMs = performance.now();
  const child = watched(
    spawn(command, args, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...known?.env },
      ...(known && { cwd: known.cwd }),
    }),
  );
  const endpoint = known?.endpoint ?? (await readyLine(child));
  // The null server says that it is ready when it is, and may speak HTTP/2 alone.
  if (name !== nullServer) await firstAnswer(endpoint, child);
  const startMs = performance.now() - beganMs;
  child.stdout?.resume();
  return {
    name,
    endpoint,
    startMs,
    residentMB: () => residentMB(child.pid ?? 0),
    stop: () => void child.kill("SIGKILL"),
  };
}

async function readyLine(child: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    const found = /Ready: .*?(https?:\S+)\n/.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`the server ended before it was ready: ${text}`);
}

async function firstAnswer(endpoint: string, child: ChildProcess): Promise<void> {
  const deadlineMs = performance.now() + 30_000;
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "Kinesis_20131202.ListStreams",
  };
  while (performance.now() < deadlineMs && child.exitCode === null) {
    try {
      const answer = await fetch(endpoint, { method: "POST", headers, body: "{}" });
      await answer.text();
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 2));
    }
  }
  throw new Error(`${endpoint} does not answer`);
}

function residentMB(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1_024;
  } catch {
    return Number.NaN;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** A process with the AWS SDK in it. */
export class Client {
  readonly #child = watched(fork(here("./client-process.js")));

  async run(job: Job): Promise<Outcome> {
    this.#child.send(job);
    const [answer] = (await once(this.#child, "message")) as [ClientAnswer];
    if ("error" in answer) throw new Error(`${job.name} at ${job.endpoint}: ${answer.error}`);
    return answer.outcome;
  }

  stop(): void {
    this.#child.kill("SIGKILL");
  }
}
