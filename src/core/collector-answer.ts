/**
 * What an HTTP collector answers to POST /events, as JSON: how many of the events ended in which
 * way, and each of them in the order in which they came.
 */
export interface CollectorAnswer {
  readonly stored: number;
  readonly refused: number;
  readonly notStored: number;
  readonly unknown: number;
  readonly events: readonly EventOutcome[];
}

/**
 * `stored`: it is in the stream, in this shard.
 * `refused`: it breaks the contract, and would again; `position` is its place in the request, or
 * where the text goes wrong.
 * `throttled`, `failed`: the stream did not take it, and a client may send it again.
 * `unknown`: nobody can say; a client that sends it again may store it twice.
 */
export type EventOutcome =
  | { readonly status: "stored"; readonly shardId: string }
  | { readonly status: "refused"; readonly position: number; readonly reason: string }
  | { readonly status: "throttled" | "failed" | "unknown"; readonly reason: string };

/** The answer where nothing of a request was looked at, or all of it was unreadable. */
export interface CollectorRefusal {
  readonly stored: 0;
  /** As in `overloaded`, `draining`, `too large`. */
  readonly error: string;
  /** Byte of the body at which it goes wrong. */
  readonly position?: number;
}

export function answerOf(events: readonly EventOutcome[]): CollectorAnswer {
  const count = (...statuses: readonly EventOutcome["status"][]) =>
    events.filter(({ status }) => statuses.includes(status)).length;
  return {
    stored: count("stored"),
    refused: count("refused"),
    notStored: count("throttled", "failed"),
    unknown: count("unknown"),
    events,
  };
}

/** Reads an answer; undefined where the text is none, as from something between us and it. */
export function parseAnswer(text: string): CollectorAnswer | CollectorRefusal | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return undefined;
    const { stored, events, error } = parsed as Readonly<Record<string, unknown>>;
    if (typeof stored !== "number") return undefined;
    if (Array.isArray(events)) return parsed as CollectorAnswer;
    return stored === 0 && typeof error === "string" ? (parsed as CollectorRefusal) : undefined;
  } catch {
    return undefined;
  }
}
