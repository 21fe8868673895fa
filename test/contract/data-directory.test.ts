import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateStreamCommand,
  KinesisClient,
  paginateListStreams,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { VirtualClock } from "../../src/core/clock.ts";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/server.ts";
import type { ResourceSettings } from "../../src/emulator/start-up/resources.ts";

let data: string;
const running = new Set<Emulator>();
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "aforo-test-"));
});
afterEach(async () => {
  for (const emulator of running) await emulator.stop();
  running.clear();
  rmSync(data, { recursive: true });
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ data, ...options });
  running.add(emulator);
  return emulator;
}

async function restart(options: EmulatorOptions = {}): Promise<Emulator> {
  for (const emulator of running) await emulator.stop();
  running.clear();
  return start(options);
}

function clientOf({ endpoint }: Emulator): KinesisClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new KinesisClient({ endpoint, region: "us-east-1", credentials });
}

async function createStream(emulator: Emulator, StreamName: string): Promise<void> {
  const client = clientOf(emulator);
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  client.destroy();
}

async function streamNames(emulator: Emulator): Promise<readonly string[]> {
  const client = clientOf(emulator);
  const names: string[] = [];
  for await (const page of paginateListStreams({ client }, {})) {
    names.push(...(page.StreamNames ?? []));
  }
  client.destroy();
  return names;
}

describe("an emulator with a data directory", () => {
  it("has after a restart what it had before", async () => {
    await createStream(await start(), "kept");
    expect(await streamNames(await restart())).toEqual(["kept"]);
  });

  it("begins anew after a reset, and stays so", async () => {
    const emulator = await start();
    await createStream(emulator, "before");
    await emulator.reset();
    expect(await streamNames(emulator)).toEqual([]);
    await createStream(emulator, "after");
    expect(await streamNames(await restart())).toEqual(["after"]);
    expect(readdirSync(data).filter((name) => name.startsWith("removed"))).toEqual([]);
  });

  it("finishes a reset that a kill has cut short", async () => {
    await createStream(await start(), "kept");
    await running.values().next().value?.stop();
    writeFileSync(join(data, "removed-1-kinesis"), "");
    await restart();
    expect(existsSync(join(data, "removed-1-kinesis"))).toBe(false);
  });

  it("takes what its configuration wants, and is there already, for made", async () => {
    const resources: ResourceSettings = {
      streams: [{ name: "s", shards: 2, retention: 48 * 3_600_000, consumers: ["c"] }],
      queues: [],
      buckets: [],
    };
    await start({ resources });
    expect(await streamNames(await restart({ resources }))).toEqual(["s"]);
  });

  it("keeps its time ahead of the machine's", async () => {
    const clock = new VirtualClock(1_800_000_000_000);
    const emulator = await start({ clock });
    await emulator.advance(3_600_000);
    const again = await restart({ clock });
    const answer = await fetch(`${again.endpoint}/_aforo/clock`);
    expect(await answer.json()).toMatchObject({ aheadMs: 3_600_000 });
  });

  it("draws other ids at each start", async () => {
    const ids: (string | null)[] = [];
    for (let n = 0; n < 2; n++) {
      const { endpoint } = await restart();
      const headers = { "x-amz-target": "Kinesis_20131202.ListStreams" };
      const answer = await fetch(endpoint, { method: "POST", headers, body: "{}" });
      ids.push(answer.headers.get("x-amzn-requestid"));
    }
    expect(new Set(ids).size).toBe(2);
  });
});

describe("a data directory is refused", () => {
  const file = () => join(data, "aforo.json");

  it("while another emulator has it, and not after that", async () => {
    await start();
    await expect(startEmulator({ data })).rejects.toThrow(`${data} is in use by process`);
    await restart();
  });

  it("where the port is taken, it is free again", async () => {
    const taken = await startEmulator();
    running.add(taken);
    const port = Number(new URL(taken.endpoint).port);
    await expect(startEmulator({ data, port })).rejects.toThrow("EADDRINUSE");
    await start();
  });

  it.each([
    ["of a newer version", '{"format":9}', "is of format 9: this version knows 1"],
    ["that is cut off", '{"format":1,"sta', "is damaged: "],
    ["with a wrong value", '{"format":1,"starts":-1,"aheadMs":0}', "is damaged: starts: "],
  ])("with a file %s", async (_what, text, reason) => {
    writeFileSync(file(), text);
    const refused = startEmulator({ data });
    await expect(refused).rejects.toThrow(`${file()} ${reason}`);
    await expect(refused).rejects.toMatchObject({ hint: expect.stringMatching(/^nothing was /) });
    expect(readFileSync(file(), "utf8")).toBe(text);
    expect(readdirSync(data)).toEqual(["aforo.json"]);
  });

  it("where a stream is damaged, with all as it was", async () => {
    await createStream(await start(), "s");
    await running.values().next().value?.stop();
    const stream = join(data, "kinesis", "00000001", "stream.json");
    writeFileSync(stream, "");
    await expect(startEmulator({ data })).rejects.toThrow(`${stream} is damaged: `);
    expect(readFileSync(stream, "utf8")).toBe("");
    rmSync(stream);
    expect(await streamNames(await restart())).toEqual([]);
  });

  it("where it is no directory", async () => {
    writeFileSync(join(data, "f"), "");
    await expect(startEmulator({ data: join(data, "f") })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("cannot be used for data"),
    });
  });
});

it("an emulator without one leaves no files behind", async () => {
  const spills = () => readdirSync(tmpdir()).filter((name) => name.startsWith(spill));
  const spill = `aforo-spill-${process.pid}-`;
  const before = spills();
  const emulator = await startEmulator({ memoryBytesMax: 100_000 });
  await createStream(emulator, "s");
  const client = clientOf(emulator);
  const Records = Array.from({ length: 40 }, () => ({
    PartitionKey: "k",
    Data: Buffer.alloc(20_000),
  }));
  await client.send(new PutRecordsCommand({ StreamName: "s", Records }));
  client.destroy();
  expect(spills().length).toBeGreaterThan(before.length);
  await emulator.stop();
  expect(spills()).toEqual(before);
});
