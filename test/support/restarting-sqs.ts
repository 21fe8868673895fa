import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqsLimits } from "../../src/core/limits/sqs.ts";
import { SqsEngine } from "../../src/emulator/sqs/engine.ts";
import { SqsStore } from "../../src/emulator/sqs/journal/sqs-store.ts";
import type { MessageDraft } from "../../src/emulator/sqs/message.ts";
import type { Queue } from "../../src/emulator/sqs/queue.ts";
import { engineContext } from "./engine-context.ts";
import { drafts } from "./sqs-queues.ts";
import { VirtualTime } from "./virtual-time.ts";

/** An engine of SQS that can be started again on what its journal has. */
export class RestartingSqs {
  readonly time = new VirtualTime();
  readonly #directory = mkdtempSync(join(tmpdir(), "aforo-test-"));
  readonly #context = engineContext({}, this.time);
  #store = this.#newStore();
  engine = this.#newEngine();

  restart(): void {
    this.engine.close();
    void this.#store.close();
    this.#store = this.#newStore();
    this.engine = this.#newEngine();
  }

  commit(): void {
    void this.#store.commit();
  }

  queue(name = "q"): Queue {
    return this.engine.get(name);
  }

  /** Of all files, in bytes. */
  get size(): number {
    void this.#store.commit();
    const sizes = this.files.map((file) => statSync(file).size);
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  get files(): readonly string[] {
    const names = readdirSync(this.#directory).sort();
    return names.map((name) => join(this.#directory, name));
  }

  /** To be called at the end: its files are gone then. */
  remove(): void {
    void this.#store.close();
    rmSync(this.#directory, { recursive: true });
  }

  #newStore(): SqsStore {
    const sizes = { segmentBytes: 4_000, slackBytes: 4_000 };
    return new SqsStore({ directory: this.#directory, policy: "write", ...sizes });
  }

  #newEngine(): SqsEngine {
    return new SqsEngine({ context: this.#context, limits: sqsLimits(), journal: this.#store });
  }
}

/** Messages of one group of a FIFO queue, each with its text as its de-duplication id. */
export function fifoDrafts(group: string, ...texts: string[]): MessageDraft[] {
  const groupId = group;
  return drafts(...texts).map((draft) => ({ ...draft, groupId, deduplicationId: draft.body }));
}
