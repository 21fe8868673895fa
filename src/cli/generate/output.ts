import type { GeneratedEvent } from "../../generators/generator.ts";

export type OutputFormat = "ndjson" | "json";

export interface OutputOptions {
  /** A line each, or one array. */
  readonly format: OutputFormat;
  /** An event by itself, or `{"partitionKey":…,"event":…}`. */
  readonly content: "event" | "keyed";
}

/** Text is handed on in pieces of about so many characters: fewer, larger writes. */
const pieceLength = 65_536;

/** The events as text, in pieces, each made when it is asked for. */
export function* outputOf(
  events: Iterable<GeneratedEvent>,
  { format, content }: OutputOptions,
): Iterable<string> {
  const [opening, between, closing] =
    format === "json" ? ["[\n", ",\n", "\n]\n"] : ["", "\n", "\n"];
  let piece = opening;
  let separator = "";
  for (const { partitionKey, body } of events) {
    const text =
      content === "event"
        ? body
        : `{"partitionKey":${JSON.stringify(partitionKey)},"event":${body}}`;
    piece += separator + text;
    separator = between;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = "";
  }
  yield piece + closing;
}
