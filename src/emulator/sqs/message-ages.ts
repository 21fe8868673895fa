import { DueHeap } from "./due-heap.ts";
import type { Message, StrayAge } from "./message.ts";

/**
 * The messages of one queue by the time at which they were sent, which is all that retention needs:
 * another retention changes no message's place. Messages come in order but for those that are
 * moved in from other queues; the former are a linked list, the others a heap.
 */
export class MessageAges {
  #oldest: Message | undefined;
  #youngest: Message | undefined;
  #strays = new DueHeap<StrayAge>();

  get oldest(): Message | undefined {
    const stray = this.#strays.peek()?.message;
    const first = this.#oldest;
    if (!stray || !first) return first ?? stray;
    return stray.sentAtMs < first.sentAtMs ? stray : first;
  }

  add(message: Message): void {
    const youngest = this.#youngest;
    if (youngest && youngest.sentAtMs > message.sentAtMs) {
      message.strayAge = { message, slot: -1 };
      this.#strays.push(message.sentAtMs, message.strayAge);
      return;
    }
    message.older = youngest;
    if (youngest) youngest.younger = message;
    else this.#oldest = message;
    this.#youngest = message;
  }

  remove(message: Message): void {
    if (message.strayAge) {
      this.#strays.remove(message.strayAge);
      message.strayAge = undefined;
      return;
    }
    if (message.older) message.older.younger = message.younger;
    else this.#oldest = message.younger;
    if (message.younger) message.younger.older = message.older;
    else this.#youngest = message.older;
    message.older = undefined;
    message.younger = undefined;
  }
}
