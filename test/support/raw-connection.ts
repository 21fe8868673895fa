import { connect, type Socket } from "node:net";

/** A connection that says exactly what a test writes, and how the server ends it. */
export class RawConnection {
  readonly socket: Socket;
  #heard = "";
  #ended = false;
  #wake = () => {};

  constructor(endpoint: string) {
    const { hostname, port } = new URL(endpoint);
    this.socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    this.socket.setNoDelay();
    // A reset is one of the ways in which the server may end it.
    this.socket.on("error", () => {});
    this.socket.on("data", (chunk) => {
      this.#heard += chunk.toString("latin1");
      this.#wake();
    });
    for (const event of ["end", "close"]) {
      this.socket.on(event, () => {
        this.#ended = true;
        this.#wake();
      });
    }
  }

  /** Resolves once the bytes have left. */
  say(text: string | Buffer): Promise<void> {
    return new Promise((sent) => this.socket.write(text, "latin1", () => sent()));
  }

  /** All that was heard, once it matches, or once the server has ended. */
  async hear(until: RegExp): Promise<string> {
    while (!until.test(this.#heard) && !this.#ended) await this.#change();
    return this.#heard;
  }

  /** All that was heard when the server ended. */
  async ended(): Promise<string> {
    while (!this.#ended) await this.#change();
    return this.#heard;
  }

  /** Begins to hear anew. */
  forget(): void {
    this.#heard = "";
  }

  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}

/** A proper request, or one with another body or more lines in its head. */
export function listStreams(body = "{}", ...lines: readonly string[]): string {
  const hasLength = lines.some((line) => /^(?:content-length|transfer-encoding):/.test(line));
  const head = [
    "POST / HTTP/1.1",
    "host: localhost",
    "x-amz-target: Kinesis_20131202.ListStreams",
    "content-type: application/x-amz-json-1.1",
    ...lines,
    ...(hasLength ? [] : [`content-length: ${body.length}`]),
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
