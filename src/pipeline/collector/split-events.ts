/** One event of a request, as its bytes came. */
export interface RawEvent {
  readonly bytes: Buffer;
  /** Its place in the body, in bytes. */
  readonly position: number;
}

export type SplitBody =
  | { readonly kind: "events"; readonly events: readonly RawEvent[] }
  | { readonly kind: "malformed"; readonly position: number; readonly error: string };

const code = {
  newline: 0x0a,
  quote: 0x22,
  comma: 0x2c,
  openList: 0x5b,
  backslash: 0x5c,
  closeList: 0x5d,
  open: 0x7b,
  close: 0x7d,
} as const;

/**
 * Takes a body apart into the events in it, without touching their bytes: one JSON object, an array
 * of them, or lines (application/x-ndjson, and whatever is not said to be application/json and does
 * not begin an array). Whether an event itself is JSON is not looked at.
 */
export function splitEvents(body: Buffer, contentType: string): SplitBody {
  const start = skipBlank(body, 0);
  if (start === body.length) return { kind: "malformed", position: 0, error: "there is no event" };
  if (/ndjson|jsonl|json-lines/.test(contentType)) return { kind: "events", events: lines(body) };
  if (body[start] === code.openList) return elements(body, start);
  if (/^application\/json\b/.test(contentType)) {
    const bytes = onOneLine(body.subarray(start, lastOf(body, body.length)));
    return { kind: "events", events: [{ bytes, position: start }] };
  }
  return { kind: "events", events: lines(body) };
}

function lines(body: Buffer): RawEvent[] {
  const events: RawEvent[] = [];
  let from = 0;
  while (from < body.length) {
    const newline = body.indexOf(code.newline, from);
    const until = newline < 0 ? body.length : newline;
    const start = skipBlank(body, from);
    if (start < until) {
      events.push({ bytes: body.subarray(start, lastOf(body, until)), position: start });
    }
    from = until + 1;
  }
  return events;
}

/** Finds the commas of the outermost array: texts and nested values are passed over. */
function elements(body: Buffer, start: number): SplitBody {
  const events: RawEvent[] = [];
  let depth = 0;
  let from = start + 1;
  const end = (until: number) => {
    const position = skipBlank(body, from);
    const bytes = onOneLine(body.subarray(position, lastOf(body, until)));
    from = until + 1;
    return { bytes, position };
  };
  for (let at = start; at < body.length; at++) {
    const byte = body[at];
    if (byte === code.quote) at = endOfText(body, at);
    else if (byte === code.openList || byte === code.open) depth++;
    else if (byte === code.comma && depth === 1) events.push(end(at));
    else if (byte === code.closeList || byte === code.close) {
      depth--;
      if (depth > 0) continue;
      const last = end(at);
      if (last.bytes.length > 0 || events.length > 0) events.push(last);
      return closed(body, at, events);
    }
  }
  return { kind: "malformed", position: body.length, error: "the array is not closed" };
}

function closed(body: Buffer, at: number, events: readonly RawEvent[]): SplitBody {
  const after = skipBlank(body, at + 1);
  if (after < body.length) {
    return { kind: "malformed", position: after, error: "something follows the array" };
  }
  if (events.length === 0) {
    return { kind: "malformed", position: at, error: "there is no event" };
  }
  return { kind: "events", events };
}

/** The closing quote of the text that begins here, or the end of the body. */
function endOfText(body: Buffer, start: number): number {
  for (let at = start + 1; at < body.length; at++) {
    if (body[at] === code.backslash) at++;
    else if (body[at] === code.quote) return at;
  }
  return body.length;
}

/** A record is one line in RAW. Between the tokens of JSON a line break is as good as a blank. */
function onOneLine(bytes: Buffer): Buffer {
  if (!bytes.includes(code.newline)) return bytes;
  return Buffer.from(bytes.toString("latin1").replaceAll(/[\r\n]/g, " "), "latin1");
}

function skipBlank(body: Buffer, from: number): number {
  let at = from;
  while (at < body.length && isBlank(body[at])) at++;
  return at;
}

/** The end of what is before `until`, without blanks. */
function lastOf(body: Buffer, until: number): number {
  let end = until;
  while (end > 0 && isBlank(body[end - 1])) end--;
  return end;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
