import type { Socket } from "node:net";

export type Protocol = "http1" | "http2" | "tls";

/** What an HTTP/2 client with prior knowledge sends first (RFC 9113, 3.4). */
const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "latin1");

/** The type of the record with which a TLS handshake begins (RFC 8446, 5.1). */
const handshake = 0x16;

/** Which protocol the first bytes of a connection are of, or undefined where it takes more. */
export function protocolOf(head: Buffer): Protocol | undefined {
  if (head[0] === handshake) return "tls";
  const known = Math.min(head.length, preface.length);
  if (head.compare(preface, 0, known, 0, known) !== 0) return "http1";
  return known === preface.length ? "http2" : undefined;
}

/**
 * Reads a connection until its protocol shows, puts back what it has read, and hands over. A
 * connection that ends, or falls silent for `patienceMs`, before that is closed.
 */
export function detectProtocol(
  socket: Socket,
  patienceMs: number,
  handOver: (protocol: Protocol) => void,
): void {
  let head: Buffer = Buffer.alloc(0);
  const onData = (chunk: Buffer): void => {
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    const protocol = protocolOf(head);
    if (protocol === undefined) return;
    socket.off("data", onData);
    socket.off("end", onEnd);
    socket.off("timeout", onEnd);
    socket.setTimeout(0);
    socket.pause();
    socket.unshift(head);
    handOver(protocol);
  };
  const onEnd = (): void => {
    socket.destroy();
  };
  socket.setTimeout(patienceMs);
  socket.on("data", onData);
  socket.on("end", onEnd);
  socket.on("timeout", onEnd);
}
