import type { IncomingMessage } from "node:http";
import { GatheredBody } from "../core/gathered-body.ts";
import type { SpareMemory } from "../core/spare-memory.ts";

/** The body of an answer, put together in memory that may be used again. */
export function collectedBody(response: IncomingMessage, memory: SpareMemory): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const body = new GatheredBody(Number(response.headers["content-length"] ?? 0), memory);
    response.on("data", (chunk: Buffer) => body.add(chunk));
    response.on("end", () => resolve(body.whole()));
    response.on("error", reject);
    // Without effect on one that has ended.
    response.on("close", () => reject(new Error("the connection ended within an answer")));
  });
}
