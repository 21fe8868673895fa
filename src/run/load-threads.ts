import { availableParallelism } from "node:os";
import type { Part } from "../load/schedule.ts";
import type { Plan } from "../scenario/plan.ts";
import type { ThreadHost } from "./thread-host.ts";

/** What one thread generates and sends at its ease, in records a second. */
const ratePerThread = 20_000;

/** The parts of the load, a thread each. More than there are cores would gain nothing. */
export function loadParts({ load }: Plan): readonly Part[] {
  const wanted = Math.ceil(load.ratePerSecond / ratePerThread);
  const { strategy } = load.producer.partitionKeys;
  // A key that all stripes share keeps the order of its records only within one thread.
  const isShared = strategy === "zipf" || strategy === "one-hot";
  const fitting = isShared ? 1 : Math.min(wanted, availableParallelism());
  const of = load.threads ?? fitting;
  return Array.from({ length: of }, (_, index) => ({ index, of }));
}

/** The load: one thread or several, which are told and heard as one. */
export class LoadThreads {
  readonly #hosts: readonly ThreadHost[];

  constructor(hosts: readonly ThreadHost[]) {
    this.#hosts = hosts;
  }

  tell(type: "halt" | "give-up"): void {
    for (const host of this.#hosts) host.tell(type);
  }

  /** Resolves when every part is through. */
  async finished(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.finished()));
  }
}
