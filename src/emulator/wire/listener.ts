import { createServer as createHttp1Server, type Server as Http1Server } from "node:http";
import {
  createServer as createHttp2Server,
  type Http2Server,
  type ServerHttp2Session,
} from "node:http2";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { detectProtocol } from "./protocol-detection.ts";
import type { HttpRequest, HttpResponse } from "./exchange.ts";

export interface ListenerOptions {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Called for each request, whatever version of HTTP carried it. It must not throw. */
  readonly onRequest: (request: HttpRequest, response: HttpResponse) => void;
}

export interface Listener {
  readonly port: number;
  /** Stops listening and ends what is open: idle, busy and stuck connections alike. */
  close(): Promise<void>;
}

/**
 * Speaks HTTP/1.1 and HTTP/2 with prior knowledge (h2c) on one port: the first bytes of a
 * connection tell which. `@aws-sdk/client-kinesis` speaks h2c to http:// endpoints by default.
 */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const http1 = createHttp1(options);
  const { http2, sessions } = createHttp2(options);
  const sockets = new Set<Socket>();
  // HTTP/1.1 allows a client to end its side and still wait for the answer.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // A reset connection is the client's affair.
    socket.on("error", () => socket.destroy());
    detectProtocol(socket, (protocol) => {
      switch (protocol) {
        case "http1":
          http1.emit("connection", socket);
          // It reads what was put back only as it flows.
          socket.resume();
          return;
        case "http2":
          // Here a side that has ended is a client that has gone.
          socket.allowHalfOpen = false;
          http2.emit("connection", socket);
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of sessions) session.destroy();
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function createHttp1(options: ListenerOptions): Http1Server {
  // A server that closes idle connections races with clients that reuse them: it never does.
  const http1 = createHttp1Server({ keepAliveTimeout: 0 }, options.onRequest);
  http1.on("clientError", (_error, socket) => {
    if (!socket.writable) return socket.destroy();
    socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
  });
  return http1;
}

function createHttp2(options: ListenerOptions): {
  readonly http2: Http2Server;
  readonly sessions: ReadonlySet<ServerHttp2Session>;
} {
  const sessions = new Set<ServerHttp2Session>();
  // The default window of 64 KiB would stall a PutRecords call of megabytes many times over.
  const http2 = createHttp2Server(
    { settings: { initialWindowSize: 4_194_304, maxConcurrentStreams: 1_000 } },
    options.onRequest,
  );
  http2.on("session", (session) => {
    sessions.add(session);
    session.setLocalWindowSize(16_777_216);
    session.on("error", () => session.destroy());
    session.once("close", () => sessions.delete(session));
  });
  http2.on("sessionError", () => {});
  return { http2, sessions };
}
