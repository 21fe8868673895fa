import { createServer as createHttp1Server, type Server as Http1Server } from "node:http";
import {
  createServer as createHttp2Server,
  type Http2Server,
  type ServerHttp2Session,
} from "node:http2";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { createServer as createTlsServer, TLSSocket, type Server as TlsServer } from "node:tls";
import { after } from "../../core/timers.ts";
import { refuseBadHead } from "./bad-head.ts";
import type { Certificate } from "./certificate.ts";
import { defaultPatience, type Patience } from "./patience.ts";
import { detectProtocol, type Protocol } from "./protocol-detection.ts";
import type { HttpRequest, HttpResponse } from "./exchange.ts";

export interface ListenerOptions {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Called for each request, whatever version of HTTP carried it. It must not throw. */
  readonly onRequest: (request: HttpRequest, response: HttpResponse) => void;
  /** With one, TLS is spoken on the same port too, with HTTP/2 by ALPN or prior knowledge. */
  readonly certificate?: Certificate | undefined;
  readonly patience?: Patience;
}

export interface Listener {
  readonly port: number;
  /** Stops listening and ends what is open: idle, busy and stuck connections alike. */
  close(): Promise<void>;
}

/**
 * Speaks HTTP/1.1, HTTP/2 with prior knowledge (h2c) and, with a certificate, TLS on one port: the
 * first bytes of a connection tell which. `@aws-sdk/client-kinesis` speaks h2c to http:// endpoints
 * by default.
 */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const { headMs } = options.patience ?? defaultPatience;
  const http1 = createHttp1(options);
  const sessions = new Set<ServerHttp2Session>();
  const http2 = createHttp2(options, sessions);
  const handOver = (socket: Socket, protocol: Protocol): void => {
    switch (protocol) {
      case "http1":
        http1.emit("connection", socket);
        // It reads what was put back only as it flows.
        socket.resume();
        return;
      case "http2":
        // Here a side that has ended is a client that has gone.
        socket.allowHalfOpen = false;
        // Without this the server would not believe it of a connection with TLS.
        if (socket instanceof TLSSocket) socket.alpnProtocol = "h2";
        http2.emit("connection", socket);
        return;
      case "tls":
        socket.allowHalfOpen = false;
        if (tls) tls.emit("connection", socket);
        else socket.destroy();
    }
  };
  const tls = options.certificate && createTls(options.certificate, { headMs, handOver });
  const sockets = new Set<Socket>();
  // HTTP/1.1 allows a client to end its side and still wait for the answer.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // A reset connection is the client's affair.
    socket.on("error", () => socket.destroy());
    detectProtocol(socket, headMs, (protocol) => handOver(socket, protocol));
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
        http1.close();
        for (const session of sessions) session.destroy();
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function createHttp1({ onRequest, patience = defaultPatience }: ListenerOptions): Http1Server {
  const { headMs } = patience;
  const http1 = createHttp1Server(
    {
      // A server that closes idle connections races with clients that reuse them: it never does.
      keepAliveTimeout: 0,
      headersTimeout: headMs,
      // A slow upload is not cut for taking long: `SlowBodies` looks whether it goes on.
      requestTimeout: 0,
      connectionsCheckingInterval: Math.ceil(headMs / 4),
    },
    onRequest,
  );
  http1.on("clientError", refuseBadHead);
  // An expectation that nobody knows is none.
  http1.on("checkExpectation", onRequest);
  // It is handed its connections and never listens itself, but begins to time heads only then.
  http1.emit("listening");
  return http1;
}

/** The default window of 64 KiB would stall a PutRecords call of megabytes many times over. */
const http2Settings = { initialWindowSize: 4_194_304, maxConcurrentStreams: 1_000 };

function createHttp2(options: ListenerOptions, sessions: Set<ServerHttp2Session>): Http2Server {
  const { onRequest, patience = defaultPatience } = options;
  // By default Node refuses further calls while 10 MB wait to be sent, which one GetRecords can be.
  // `UntakenAnswers` makes them wait instead, long before this.
  const maxSessionMemory = Math.ceil((4 * patience.untakenBytesMax) / 1e6);
  const http2 = createHttp2Server({ settings: http2Settings, maxSessionMemory }, onRequest);
  http2.on("checkExpectation", onRequest);
  track(http2, { sessions, patience });
  return http2;
}

interface Inside {
  readonly headMs: number;
  readonly handOver: (socket: TLSSocket, protocol: Protocol) => void;
}

/**
 * What is inside tells its protocol again: the AWS SDK for Java speaks HTTP/2 to Kinesis without
 * having agreed on it by ALPN.
 */
function createTls({ key, cert }: Certificate, { headMs, handOver }: Inside): TlsServer {
  const ALPNProtocols = ["h2", "http/1.1"];
  const tls = createTlsServer({ key, cert, ALPNProtocols, handshakeTimeout: headMs }, (socket) => {
    socket.on("error", () => socket.destroy());
    detectProtocol(socket, headMs, (protocol) => {
      if (protocol === "tls") socket.destroy();
      else handOver(socket, protocol);
    });
  });
  // A client that does not trust the certificate is the client's affair.
  tls.on("tlsClientError", () => {});
  return tls;
}

interface Tracking {
  readonly sessions: Set<ServerHttp2Session>;
  readonly patience: Patience;
}

function track(http2: Http2Server, { sessions, patience }: Tracking): void {
  http2.on("session", (session) => {
    sessions.add(session);
    endWhenDead(session, patience.silenceMs);
    session.setLocalWindowSize(16_777_216);
    session.on("error", () => session.destroy());
    session.once("close", () => sessions.delete(session));
  });
  http2.on("sessionError", () => {});
}

/**
 * Ends a session that is silent and then does not answer a ping. That is how a session shows that
 * was ended by an error of its frames: Node says goodbye to the client, and then neither reads on
 * nor closes, so that the connection would stay for good.
 */
function endWhenDead(session: ServerHttp2Session, silenceMs: number): void {
  session.setTimeout(silenceMs, () => {
    const giveUp = after(silenceMs, () => session.destroy());
    session.ping(() => {
      giveUp();
      if (!session.destroyed) session.setTimeout(silenceMs);
    });
  });
}
