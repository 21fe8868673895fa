import type { IncomingMessage } from "node:http";
import type { SpareMemory } from "../core/spare-memory.ts";

/**
 * The body of an answer, put together in memory that may be used again. A chunk is copied as it
 * comes: those that wait for the last of them outlive a collection, and are marked for it.
 */
export function collectedBody(response: IncomingMessage, memory: SpareMemory): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const declaredBytes = Number(response.headers["content-length"] ?? 0);
    let body = memory.take(declaredBytes);
    let bytes = 0;
    response.on("data", (chunk: Buffer) => {
      if (bytes + chunk.length > body.length) body = larger(body, bytes + chunk.length);
      body.set(chunk, bytes);
      bytes += chunk.length;
    });
    response.on("end", () => resolve(body.subarray(0, bytes)));
    response.on("error", reject);
    // Without effect on one that has ended.
    response.on("close", () => reject(new Error("the connection ended within an answer")));
  });
}

/** Its length was not announced. */
function larger(body: Buffer, least: number): Buffer {
  const grown = Buffer.allocUnsafe(Math.max(least, body.length * 2));
  body.copy(grown);
  return grown;
}
