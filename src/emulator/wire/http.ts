/** One request as the emulator's services see it, whatever HTTP version carried it. */
export interface WireRequest {
  readonly method: string;
  /** Path and query as sent, percent-encoding kept. */
  readonly target: string;
  /** Lower-case names. HTTP/2's pseudo-headers are left out; `host` is always there. */
  readonly headers: Readonly<Record<string, string>>;
  /** Good until the answer is given, where the service copies what it keeps; else for good. */
  readonly body: Buffer;
  /** The origin under which the client reached the server, as `http://127.0.0.1:4566`. */
  readonly origin: string;
  /** Aborted when the client goes away before it was answered. */
  readonly signal: AbortSignal;
}

/** What a request was about, as far as its service found out: for logs and metrics. */
export interface CallAbout {
  /** As AWS names it: `PutRecords`. */
  readonly operation: string;
  /** The name of the stream, queue or bucket. */
  readonly resource?: string | undefined;
  /** AWS's code, where the answer is an error. */
  readonly errorCode?: string | undefined;
}

export type WireBody = string | Buffer | Buffer[];

/** The parts of a body, in their order. */
export function partsOf(body: WireBody): readonly Buffer[] {
  if (Array.isArray(body)) return body;
  return [typeof body === "string" ? Buffer.from(body) : body];
}

export function bytesOf(body: WireBody): number {
  if (!Array.isArray(body)) return Buffer.byteLength(body);
  return body.reduce((bytes, part) => bytes + part.length, 0);
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Several parts are sent one behind the other, from where they lie. */
  readonly body: WireBody;
  readonly about?: CallAbout;
}

/** An answer that is sent as its pieces come, and taken no faster than the client reads. */
export interface StreamedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Its `return` is called when the client goes away. */
  readonly pieces: AsyncIterable<Buffer>;
  readonly about?: CallAbout;
}

/** The connection is closed in place of an answer: a fault that was asked for. */
export interface NoResponse {
  readonly cut: true;
  readonly about?: CallAbout;
}

export type WireAnswer = WireResponse | StreamedResponse | NoResponse;

/** One AWS service on the wire: it never throws for what a client can cause. */
export interface WireService {
  readonly name: string;
  /** Whether this service is the one that the request is meant for. */
  accepts(request: Pick<WireRequest, "method" | "target" | "headers">): boolean;
  handle(request: WireRequest): WireAnswer | Promise<WireAnswer>;
  /** Whether it copies what it keeps of a body: then the memory of bodies is used again. */
  readonly copiesBodies?: boolean;
  /** Lets go of the files that it holds, if any. Nothing is asked of it after this. */
  close?(): void | Promise<void>;
}
