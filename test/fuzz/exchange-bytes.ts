import { connect, type Socket } from "node:net";
import type { BytesCase, WireForm } from "./fuzz-case.ts";

export interface Answer {
  readonly status: number;
  /** Lower-case names; the last of several counts. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Far longer than any answer takes on a busy machine: what is not there by then hangs. */
const boundMs = 20_000;

export type Heard = { readonly kind: "closed"; readonly bytes: Buffer } | { readonly kind: "hung" };

function dial(endpoint: string): Socket {
  const { hostname, port } = new URL(endpoint);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.setNoDelay();
  // A reset is one of the ways in which the server may end it.
  socket.on("error", () => socket.destroy());
  return socket;
}

/** All that the server says until it closes, or until `isEnough`. */
function hear(socket: Socket, isEnough: (bytes: Buffer) => boolean): Promise<Heard> {
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0);
    const finish = (heard: Heard) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(heard);
    };
    const timer = setTimeout(() => finish({ kind: "hung" }), boundMs);
    socket.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (isEnough(bytes)) finish({ kind: "closed", bytes });
    });
    socket.once("end", () => finish({ kind: "closed", bytes }));
    socket.once("close", () => finish({ kind: "closed", bytes }));
  });
}

/**
 * Sends a request over a connection of its own. Undefined where the server closes without an
 * answer. A stream of events is left after its head.
 */
export async function exchange(
  endpoint: string,
  request: WireForm,
): Promise<Answer | "closed" | "hung"> {
  const socket = dial(endpoint);
  socket.write(requestBytes(request));
  const heard = await hear(socket, (bytes) =>
    bytes.subarray(0, 1_000).includes("application/vnd.amazon.eventstream"),
  );
  return heard.kind === "hung" ? "hung" : (parseAnswer(heard.bytes) ?? "closed");
}

function requestBytes({ method, target, headers, body }: WireForm): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`];
  if (!headers.some(([name]) => name === "host")) lines.push("host: 127.0.0.1");
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  lines.push("connection: close", `content-length: ${body.length}`, "", "");
  return Buffer.concat([Buffer.from(lines.join("\r\n"), "utf8"), body]);
}

function parseAnswer(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [line = "", ...fields] = bytes.toString("latin1", 0, end).split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1] ?? 0);
  const body = bytes.subarray(end + 4);
  if (status === 100) return parseAnswer(body);
  const headers = Object.fromEntries(
    fields.map((field) => {
      const colon = field.indexOf(":");
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
    }),
  );
  return { status, headers, body };
}

/** Sends bytes that may be anything, leaves, and hears what comes until the server closes. */
export async function exchangeBytes(endpoint: string, given: BytesCase): Promise<Heard> {
  const socket = dial(endpoint);
  for (const piece of given.pieces) {
    if (!socket.writable) break;
    await new Promise<void>((sent) => socket.write(piece, () => sent()));
  }
  if (given.leave === "end") socket.end();
  else socket.resetAndDestroy();
  return socket.destroyed ? { kind: "closed", bytes: Buffer.alloc(0) } : hear(socket, () => false);
}
