import { get, type RequestOptions } from "node:http";

const answerWithinMs = 400;

/**
 * Why the containers of an image cannot be started here, or undefined if they can. An image that is
 * not there is not fetched: a test run should not wait for a gigabyte that nobody asked for.
 */
export async function reasonToSkip(image: string): Promise<string | undefined> {
  const status = await statusOf(`/images/${image}/json`);
  if (status === undefined) return "no Docker engine answers";
  return status === 200 ? undefined : `no image here: docker pull ${image}`;
}

/** The status of the engine's answer, or undefined if it gives none in time. */
async function statusOf(path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const giveUp = (): void => resolve(undefined);
    const request = get({ ...engine(), path, timeout: answerWithinMs }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", giveUp);
    request.on("close", giveUp);
  });
}

/** Where the engine listens: `DOCKER_HOST` if it is set, as for the docker command. */
function engine(): RequestOptions {
  const host = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";
  if (host.startsWith("unix://")) return { socketPath: host.slice("unix://".length) };
  const { hostname, port } = new URL(host.replace(/^tcp:/, "http:"));
  return { hostname, port: port || 2375 };
}
