import type { Store } from "../storage/store.ts";
import { countSent } from "./message-counts.ts";
import type { SqsEngine } from "./engine.ts";

/** The queues as another service of the same account reaches them. */
export interface QueuesByArn {
  exists(queueArn: string): boolean;
  /** Sends a message without attributes. */
  deliver(queueArn: string, body: string): "delivered" | "no such queue";
}

export function queuesByArn(engine: SqsEngine, store: Pick<Store, "commit">): QueuesByArn {
  return {
    exists: (queueArn) => engine.getByArn(queueArn) !== undefined,
    deliver(queueArn, body) {
      const queue = engine.getByArn(queueArn);
      if (!queue) return "no such queue";
      countSent(engine.meter, queue.name, [Buffer.byteLength(body)]);
      queue.send([
        {
          body,
          attributes: undefined,
          attributesMd5: undefined,
          traceHeader: undefined,
          groupId: undefined,
          deduplicationId: undefined,
          delaySeconds: undefined,
        },
      ]);
      // Nobody waits for it. A failure shows in the next call of this service, which fails too.
      void Promise.resolve(store.commit()).catch(() => undefined);
      return "delivered";
    },
  };
}
