import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SpareMemory } from "../core/spare-memory.ts";
import { collectedBody } from "./collected-body.ts";

const content = Buffer.alloc(300_000, "content of an answer ");

describe("the body of an answer", () => {
  let server: Server;

  beforeAll(async () => {
    server = createServer(({ url }, response) => {
      if (url === "/announced") response.setHeader("content-length", content.length);
      response.write(content.subarray(0, 100_000));
      if (url === "/cut") setImmediate(() => response.destroy());
      else response.end(content.subarray(100_000));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => server.close());

  const answerTo = (path: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      get({ port, host: "127.0.0.1", path }, resolve).on("error", reject);
    });

  it.each(["/announced", "/chunked"])("is collected: %s", async (path) => {
    const body = await collectedBody(await answerTo(path), new SpareMemory(0));
    expect(Buffer.compare(body, content)).toBe(0);
  });

  it("is collected in memory that can be used again", async () => {
    const memory = new SpareMemory(1_048_576);
    const first = await collectedBody(await answerTo("/announced"), memory);
    memory.giveBack(first);
    const second = await collectedBody(await answerTo("/announced"), memory);
    expect(second.buffer).toBe(first.buffer);
  });

  it("rejects where the connection ends within it", async () => {
    const answer = await answerTo("/cut");
    await expect(collectedBody(answer, new SpareMemory(0))).rejects.toThrow(/aborted|ended/);
  });
});
