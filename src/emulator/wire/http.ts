/** One request as the emulator's services see it, whatever HTTP version carried it. */
export interface WireRequest {
  readonly method: string;
  /** Path and query as sent, percent-encoding kept. */
  readonly target: string;
  /** Lower-case names. HTTP/2's pseudo-headers are left out; `host` is always there. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The origin under which the client reached the server, as `http://127.0.0.1:4566`. */
  readonly origin: string;
  /** Aborted when the client goes away before it was answered. */
  readonly signal: AbortSignal;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** One AWS service on the wire: it never throws for what a client can cause. */
export interface WireService {
  /** Whether this service is the one that the request is meant for. */
  accepts(request: Pick<WireRequest, "method" | "target" | "headers">): boolean;
  handle(request: WireRequest): WireResponse | Promise<WireResponse>;
}
