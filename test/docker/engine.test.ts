import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { reasonToSkip } from "./engine.ts";

const servers: Server[] = [];

/** An engine that answers like this, with DOCKER_HOST leading to it. */
async function engineIs(answer: RequestListener): Promise<void> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("DOCKER_HOST", `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

it.each<[string, RequestListener, string | undefined]>([
  ["has the image", (_, response) => response.end("{}"), undefined],
  [
    "does not have it",
    (_, response) => response.writeHead(404).end(),
    "no image here: docker pull an/image:1",
  ],
  ["never answers", () => {}, "no Docker engine answers"],
  ["hangs up", (request) => request.destroy(), "no Docker engine answers"],
])("an engine that %s", async (_, answer, reason) => {
  await engineIs(answer);
  await expect(reasonToSkip("an/image:1")).resolves.toBe(reason);
});

it("no engine at all", async () => {
  vi.stubEnv("DOCKER_HOST", "unix:///nowhere/docker.sock");
  await expect(reasonToSkip("an/image:1")).resolves.toBe("no Docker engine answers");
});
