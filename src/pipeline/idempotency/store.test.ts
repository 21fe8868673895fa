import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { MessageChannel } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VirtualClock } from "../../core/clock.ts";
import { sleep } from "../../core/timers.ts";
import { MemoryStore } from "./memory.ts";
import { PortStore, serveStore } from "./port.ts";
import { RedisStore } from "./redis.ts";
import type { IdempotencyStore } from "./store.ts";

interface Subject {
  readonly store: IdempotencyStore;
  /** Lets time pass for the store. */
  readonly pass: (ms: number) => Promise<void>;
}

/** What every store has to do, whatever holds its state. */
function contract(open: () => Promise<Subject>): void {
  let subject: Subject;
  beforeAll(async () => {
    subject = await open();
  });
  afterAll(() => subject.store.close());

  it("gives a free id to the first who claims it, and makes the others wait", async () => {
    const { store } = subject;
    expect(await store.claim(["a", "b"], "one", 60_000)).toEqual(["claimed", "claimed"]);
    expect(await store.claim(["b", "c"], "two", 60_000)).toEqual(["in-progress", "claimed"]);
  });

  it("makes an owner's own second copy wait as well", async () => {
    const { store } = subject;
    expect(await store.claim(["own", "own"], "one", 60_000)).toEqual(["claimed", "in-progress"]);
  });

  it("says done for the window, and gives the id away again after it", async () => {
    const { store, pass } = subject;
    await store.claim(["d"], "one", 60_000);
    expect(await store.complete(["d"], "one", 200)).toEqual([true]);
    expect(await store.claim(["d"], "two", 60_000)).toEqual(["done"]);
    await pass(250);
    expect(await store.claim(["d"], "two", 60_000)).toEqual(["claimed"]);
  });

  it("lets a lease run out, and tells its late owner that it was taken over", async () => {
    const { store, pass } = subject;
    await store.claim(["e"], "slow", 50);
    await pass(100);
    expect(await store.claim(["e"], "quick", 60_000)).toEqual(["claimed"]);
    expect(await store.complete(["e"], "slow", 60_000)).toEqual([false]);
    expect(await store.complete(["e"], "quick", 60_000)).toEqual([true]);
  });

  it("accepts the late owner where nobody has taken over", async () => {
    const { store, pass } = subject;
    await store.claim(["f"], "slow", 50);
    await pass(100);
    expect(await store.complete(["f"], "slow", 60_000)).toEqual([true]);
    expect(await store.claim(["f"], "other", 60_000)).toEqual(["done"]);
  });
}

function memory(): Subject {
  const clock = new VirtualClock();
  return { store: new MemoryStore(clock), pass: async (ms) => clock.advanceMs(ms) };
}

describe("MemoryStore", () => {
  contract(async () => memory());

  it("forgets what has expired", async () => {
    const { store, pass } = memory();
    const ids = Array.from({ length: 1_000 }, (_, i) => String(i));
    await store.claim(ids, "one", 1_000);
    await store.complete(ids, "one", 1_000);
    await pass(2_000);
    await store.claim(["next"], "one", 1_000);
    expect((store as MemoryStore).size).toBe(1);
  });
});

describe("PortStore", () => {
  contract(async () => {
    const { port1, port2 } = new MessageChannel();
    const { store, pass } = memory();
    serveStore(store, port1);
    return { store: new PortStore(port2), pass };
  });
});

const hasServer = spawnSync("redis-server", ["--version"]).status === 0;

describe.skipIf(!hasServer)("RedisStore (needs redis-server on the path)", () => {
  let server: ChildProcess;
  afterAll(() => {
    server.kill();
  });
  contract(async () => {
    const port = await freePort();
    const quiet = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1"];
    server = spawn("redis-server", ["--port", String(port), ...quiet], { stdio: "pipe" });
    await new Promise<void>((resolve) => {
      server.stdout?.on("data", (text) => String(text).includes("Ready") && resolve());
    });
    const store = await RedisStore.connect(`redis://127.0.0.1:${port}`, "testtest");
    return { store, pass: (ms) => sleep(ms) };
  });
});

describe("RedisStore.connect", () => {
  it("says where nothing answers, and what to do", async () => {
    const port = await freePort();
    await expect(RedisStore.connect(`redis://127.0.0.1:${port}`, "testtest")).rejects.toMatchObject(
      {
        code: "target-unreachable",
        message: expect.stringContaining(`redis://127.0.0.1:${port}`),
        hint: expect.stringContaining("embedded"),
      },
    );
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
