import { createClient } from "redis";
import { AforoError, messageOf } from "../../core/errors.ts";
import type { ClaimOutcome, IdempotencyStore } from "./store.ts";

/** The value of an id that is done. No owner may be called so. */
const doneValue = "\u0000done";

/**
 * Compare and set: done, unless another holds the id by now. KEYS: id. ARGV: owner, done, window
 * ms.
 */
const completeScript = `
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

  async claim(ids: readonly string[], owner: string, leaseMs: number): Promise<ClaimOutcome[]> {
    const PX = { type: "PX", value: Math.max(1, Math.round(leaseMs)) } as const;
    // Sent in one turn of the event loop, the commands travel as one pipeline.
    return Promise.all(
      ids.map(async (id): Promise<ClaimOutcome> => {
        const key = this.#prefix + id;
        const set = await this.#client.set(key, owner, { expiration: PX, condition: "NX" });
        if (set !== null) return "claimed";
        const held = await this.#client.get(key);
        if (held === doneValue) return "done";
        // Free again since: it will be found so by the next look.
        return "in-progress";
      }),
    );
  }

  async complete(ids: readonly string[], owner: string, windowMs: number): Promise<boolean[]> {
    const window = String(Math.max(1, Math.round(windowMs)));
    const answers = await Promise.all(
      ids.map((id) =>
        this.#client.eval(completeScript, {
          keys: [this.#prefix + id],
          arguments: [owner, doneValue, window],
        }),
      ),
    );
    return answers.map((answer) => answer === 1);
  }

  async close(): Promise<void> {
    if (this.#client.isOpen) await this.#client.close();
  }
}
