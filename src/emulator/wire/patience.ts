/**
 * How long clients may be slow, in milliseconds, and how much the server holds for those that are.
 * None of it ends a connection that is merely idle, or an upload that is slow but goes on.
 */
export interface Patience {
  /** For a connection's first bytes, a TLS handshake, and the head of a request. */
  readonly headMs: number;
  /** In each such span, a body has to bring `bodyBytesMin` or to end. */
  readonly bodyMs: number;
  readonly bodyBytesMin: number;
  /** For a client to take anything more of an answer that waits for it. */
  readonly answerMs: number;
  /**
   * An HTTP/2 connection on which nothing was said for so long is asked for a sign of life, which
   * it has to give within the same time. Clients answer that by themselves.
   */
  readonly silenceMs: number;
  /** Calls of one HTTP/2 connection wait while answers of more bytes are not taken. */
  readonly untakenBytesMax: number;
}

export const defaultPatience: Patience = {
  headMs: 60_000,
  bodyMs: 60_000,
  bodyBytesMin: 1_024,
  answerMs: 120_000,
  silenceMs: 20_000,
  untakenBytesMax: 67_108_864,
};
