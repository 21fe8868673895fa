import { createClient } from "redis";
import { AforoError, messageOf } from "../../core/errors.ts";
import type { Arrival, ClaimOutcome, ClaimTerms, IdempotencyStore } from "./store.ts";

/** Before the arrival time, in the value of an id that is done. No owner may be called so. */
const doneMark = "\u0000done:";

/**
 * Compare and set: the new value, if the key still has the old one or is gone.
 * KEYS: key. ARGV: old value, new value, life in milliseconds.
 */
const compareAndSet = `
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

type Client = ReturnType<typeof makeClient>;

function makeClient(url: string) {
  return createClient({
    // The protocol is the same; the client knows the scheme by its older name only.
    url: url.replace(/^valkey/, "redis"),
    socket: { connectTimeout: 3_000, reconnectStrategy: (tries) => Math.min(tries * 50, 1_000) },
  });
}

/** De-duplication in Valkey or Redis: `SET NX PX` to claim, compare-and-set to complete. */
export class RedisStore implements IdempotencyStore {
  readonly #client: Client;
  readonly #prefix: string;

  private constructor(client: Client, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  /** Connects, or fails with a reason. The keys of a run are its own: they expire by themselves. */
  static async connect(url: string, run: string): Promise<RedisStore> {
    const client = makeClient(url);
    let connected = false;
    const failed = new Promise<never>((_, reject) => {
      client.on("error", (error) => {
        if (!connected) reject(error instanceof Error ? error : new Error(messageOf(error)));
      });
    });
    try {
      await Promise.race([client.connect(), failed]);
    } catch (error) {
      client.destroy();
      throw new AforoError(
        "target-unreachable",
        `no store answers at ${url}: ${messageOf(error)}`,
        {
          hint: "start Valkey or Redis there, or use the embedded store",
          cause: error,
        },
      );
    }
    connected = true;
    return new RedisStore(client, `aforo:${run}:`);
  }

  async claim(
    arrivals: readonly Arrival[],
    owner: string,
    terms: ClaimTerms,
  ): Promise<ClaimOutcome[]> {
    // Sent in one turn of the event loop, the commands travel as one pipeline.
    return Promise.all(arrivals.map((arrival) => this.#claimOne(arrival, owner, terms)));
  }

  async complete(arrivals: readonly Arrival[], owner: string, keepMs: number): Promise<boolean[]> {
    return Promise.all(
      arrivals.map(({ id, atMs }) =>
        this.#swap(id, { from: owner, to: `${doneMark}${atMs}`, lifeMs: keepMs }),
      ),
    );
  }

  async #claimOne(
    { id, atMs }: Arrival,
    owner: string,
    { leaseMs, windowMs }: ClaimTerms,
  ): Promise<ClaimOutcome> {
    const key = this.#prefix + id;
    const expiration = { type: "PX", value: wholeMs(leaseMs) } as const;
    const set = await this.#client.set(key, owner, { expiration, condition: "NX" });
    if (set !== null) return "claimed";
    const held = await this.#client.get(key);
    // Gone or held by another: who asks again will find out.
    if (held === null || !held.startsWith(doneMark)) return "in-progress";
    if (atMs - Number(held.slice(doneMark.length)) <= windowMs) return "done";
    const isOurs = await this.#swap(id, { from: held, to: owner, lifeMs: leaseMs });
    return isOurs ? "claimed" : "in-progress";
  }

  async #swap(
    id: string,
    { from, to, lifeMs }: { from: string; to: string; lifeMs: number },
  ): Promise<boolean> {
    const answer = await this.#client.eval(compareAndSet, {
      keys: [this.#prefix + id],
      arguments: [from, to, String(wholeMs(lifeMs))],
    });
    return answer === 1;
  }

  async close(): Promise<void> {
    if (this.#client.isOpen) await this.#client.close();
  }
}

function wholeMs(ms: number): number {
  return Math.max(1, Math.round(ms));
}
