import type { Line } from "./lines.ts";
import { type BadRow, notUtf8, RecordingError } from "./problem.ts";

/** A record with quoted line breaks goes on for so many lines at most. */
const recordLinesMax = 1_000;
const delimiters = [",", ";", "\t"] as const;
/** Written as JSON writes a number, and short enough to be held exactly. */
const canonicalNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

interface CsvField {
  readonly text: string;
  readonly isQuoted: boolean;
}

interface CsvRecord {
  readonly place: string;
  /** Undefined where its bytes are no text in the recording's encoding. */
  readonly text: string | undefined;
}

/** Bytes as text; undefined where they are none. */
type TextOf = (bytes: Buffer) => string | undefined;

/** A record as an object by the names of the header, or what is wrong with it. */
export type CsvRow =
  | { readonly place: string; readonly value: Readonly<Record<string, unknown>> }
  | BadRow;

/**
 * Reads comma-separated values (RFC 4180): the first record names the columns; commas, semicolons
 * or tabs, whichever the header has most of; line breaks and doubled quotes in quotes. A value that
 * is not quoted and is written as JSON writes numbers becomes one; all else stays text.
 */
export function* csvRows(lines: Iterable<Line>, textOf: TextOf): Generator<CsvRow> {
  let header: { readonly names: readonly string[]; readonly delimiter: string } | undefined;
  for (const { place, text } of recordsOf(lines, textOf)) {
    if (text === undefined) {
      if (!header) throw new RecordingError(`the header: ${notUtf8}`);
      yield { place, problem: notUtf8 };
      continue;
    }
    if (!header) {
      header = headerOf(text);
      continue;
    }
    const { names, delimiter } = header;
    const fields = fieldsOf(text, delimiter);
    if (typeof fields === "string") {
      yield { place, problem: fields };
    } else if (fields.length !== names.length) {
      const problem = `found ${fields.length} fields, expected ${names.length} as in the header`;
      yield { place, problem };
    } else {
      yield {
        place,
        value: Object.fromEntries(names.map((name, i) => [name, valueOf(fields[i])])),
      };
    }
  }
}

/** Lines are put together as long as a quote is open: an odd number of quotes so far. */
function* recordsOf(lines: Iterable<Line>, textOf: TextOf): Generator<CsvRecord> {
  let open: { place: string; texts: string[] } | undefined;
  for (const { number, bytes } of lines) {
    const text = textOf(bytes);
    if (text === undefined) {
      yield { place: open?.place ?? `line ${number}`, text };
      open = undefined;
      continue;
    }
    const isToggled = quotesIn(text) % 2 === 1;
    if (!open && text.trim() === "") continue;
    if (!open && !isToggled) {
      yield { place: `line ${number}`, text };
      continue;
    }
    open ??= { place: `line ${number}`, texts: [] };
    open.texts.push(text);
    const isClosed = isToggled && open.texts.length > 1;
    if (!isClosed && open.texts.length < recordLinesMax) continue;
    yield { place: open.place, text: open.texts.join("\n") };
    open = undefined;
  }
  if (open) yield { place: open.place, text: open.texts.join("\n") };
}

function quotesIn(text: string): number {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
  return quotes;
}

function headerOf(text: string): { readonly names: readonly string[]; readonly delimiter: string } {
  const counts = delimiters.map((delimiter) => text.split(delimiter).length);
  const delimiter = delimiters[counts.indexOf(Math.max(...counts))] as string;
  const fields = fieldsOf(text, delimiter);
  if (typeof fields === "string") throw new RecordingError(`the header: ${fields}`);
  const names = fields.map((field, i) => field.text.trim() || `column${i + 1}`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new RecordingError(`the header names \`${twice}\` twice`);
  return { names, delimiter };
}

/** The fields of a record, or what is wrong with its quotes. */
function fieldsOf(text: string, delimiter: string): readonly CsvField[] | string {
  if (!text.includes('"')) {
    return text.split(delimiter).map((field) => ({ text: field, isQuoted: false }));
  }
  const fields: CsvField[] = [];
  for (let at = 0; at <= text.length;) {
    if (text[at] !== '"') {
      const next = text.indexOf(delimiter, at);
      const field = text.slice(at, next < 0 ? text.length : next);
      if (field.includes('"')) return `a quote inside a field that is not quoted: ${field}`;
      fields.push({ text: field, isQuoted: false });
      at += field.length + 1;
      continue;
    }
    const end = closingQuote(text, at + 1);
    if (end < 0) return "a quote is not closed";
    if (end + 1 < text.length && text[end + 1] !== delimiter) return "text after a closing quote";
    fields.push({ text: text.slice(at + 1, end).replaceAll('""', '"'), isQuoted: true });
    at = end + 2;
  }
  return fields;
}

/** The quote that ends a quoted field: not the first of two. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

function valueOf(field: CsvField | undefined): unknown {
  const { text, isQuoted } = field as CsvField;
  return !isQuoted && canonicalNumber.test(text) ? Number(text) : text;
}
