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

  const terms = { leaseMs: 60_000, windowMs: 1_000 };
  const at = (atMs: number, ...ids: string[]) => ids.map((id) => ({ id, atMs }));

  it("gives a free id to the first who claims it, and makes the others wait", async () => {
    const { store } = subject;
    expect(await store.claim(at(0, "a", "b"), "one", terms)).toEqual(["claimed", "claimed"]);
    expect(await store.claim(at(0, "b", "c"), "two", terms)).toEqual(["in-progress", "claimed"]);
  });

  it("makes an owner's own second copy wait as well", async () => {
    const { store } = subject;
    expect(await store.claim(at(0, "own", "own"), "one", terms)).toEqual([
      "claimed",
      "in-progress",
    ]);
  });

  it("says done to what arrived within the window, whenever it asks", async () => {
    const { store, pass } = subject;
    await store.claim(at(5_000, "d"), "one", terms);
    expect(await store.complete(at(5_000, "d"), "one", 60_000)).toEqual([true]);
    await pass(20);
    expect(await store.claim(at(6_000, "d"), "two", terms)).toEqual(["done"]);
    expect(await store.claim(at(4_000, "d"), "two", terms)).toEqual(["done"]);
    expect(await store.claim(at(6_001, "d"), "two", terms)).toEqual(["claimed"]);
    expect(await store.claim(at(6_001, "d"), "one", terms)).toEqual(["in-progress"]);
    expect(await store.complete(at(6_001, "d"), "two", 60_000)).toEqual([true]);
    expect(await store.claim(at(7_001, "d"), "one", terms)).toEqual(["done"]);
  });

  it("gives an id away again after it was kept as long as it was to be", async () => {
    const { store, pass } = subject;
    await store.claim(at(0, "k"), "one", terms);
    await store.complete(at(0, "k"), "one", 200);
    await pass(250);
    expect(await store.claim(at(0, "k"), "two", terms)).toEqual(["claimed"]);
  });

  it("lets a lease run out, and tells its late owner that it was taken over", async () => {
    const { store, pass } = subject;
    await store.claim(at(0, "e"), "slow", { ...terms, leaseMs: 50 });
    await pass(100);
    expect(await store.claim(at(0, "e"), "quick", terms)).toEqual(["claimed"]);
    expect(await store.complete(at(0, "e"), "slow", 60_000)).toEqual([false]);
    expect(await store.complete(at(0, "e"), "quick", 60_000)).toEqual([true]);
  });

  it("accepts the late owner where nobody has taken over", async () => {
    const { store, pass } = subject;
    await store.claim(at(0, "f"), "slow", { ...terms, leaseMs: 50 });
    await pass(100);
    expect(await store.complete(at(0, "f"), "slow", 60_000)).toEqual([true]);
    expect(await store.claim(at(0, "f"), "other", terms)).toEqual(["done"]);
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
    const arrivals = Array.from({ length: 1_000 }, (_, i) => ({ id: String(i), atMs: 0 }));
    const terms = { leaseMs: 1_000, windowMs: 1_000 };
    await store.claim(arrivals, "one", terms);
    await store.complete(arrivals, "one", 1_000);
    await pass(2_000);
    await store.claim([{ id: "next", atMs: 0 }], "one", terms);
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
