import { isUtf8 } from "node:buffer";
import type { Hash } from "node:crypto";
import { messageOf } from "../../core/errors.ts";
import type { RecordingSettings } from "../../core/recording.ts";
import { csvRows } from "./csv.ts";
import { fileChunks } from "./file-chunks.ts";
import { type Line, lineBytesMax, linesOf } from "./lines.ts";
import { listElements } from "./list-elements.ts";
import { type BadRow, notUtf8, RecordingError } from "./problem.ts";
import { type ReadValue, type RecordedRow, RowReader } from "./row-reader.ts";

const [openList, openMap, newline] = ["[", "{", Buffer.from("\n")];

type TextOf = (bytes: Buffer) => string | undefined;

/**
 * Reads the rows of a recording in the order of the file, good ones and bad ones. What it is shows
 * in its first character: a list is a JSON array, an object is NDJSON or one JSON document, all
 * else is CSV; gzip is unpacked first. NDJSON, CSV and a JSON array are read as streams; a document
 * with its rows in a member is read whole, up to `lineBytesMax`.
 * @throws RecordingError where the file cannot be read, or is not what it began as.
 */
export function* readRows(
  settings: RecordingSettings,
  digest: Hash,
): Generator<RecordedRow | BadRow> {
  const reader = new RowReader(settings);
  const textOf: TextOf = (bytes) => {
    if (settings.encoding === "latin-1") return bytes.toString("latin1");
    return isUtf8(bytes) ? bytes.toString() : undefined;
  };
  for (const read of valuesOf(fileChunks(settings.path, digest), settings, textOf)) {
    if ("problem" in read) yield read;
    else yield* reader.rowsOf(read);
  }
}

function* valuesOf(
  chunks: Generator<Buffer>,
  { rows }: RecordingSettings,
  textOf: TextOf,
): Generator<ReadValue | BadRow> {
  const first = chunks.next();
  if (first.done) throw new RecordingError("is empty");
  const beginning = first.value.toString("latin1").trimStart()[0];
  const whole = chained(first.value, chunks);
  if (beginning === openList) {
    for (const { line, bytes } of listElements(whole)) {
      yield parsed(bytes, `line ${line}`, textOf);
    }
  } else if (beginning === openMap) {
    yield* objectsOf(linesOf(whole), rows, textOf);
  } else {
    yield* csvRows(linesOf(whole), textOf);
  }
}

function* chained(first: Buffer, rest: Iterable<Buffer>): Generator<Buffer> {
  yield first;
  yield* rest;
}

/** An object a line; one object over many lines where the first line is not a whole one. */
function* objectsOf(
  lines: Iterable<Line>,
  rows: string | undefined,
  textOf: TextOf,
): Generator<ReadValue | BadRow> {
  let document: Buffer[] | undefined;
  let bytesHeld = 0;
  let isFirst = true;
  for (const { number, bytes } of lines) {
    if (!document && bytes.every((byte) => byte <= 0x20)) continue;
    if (isFirst && !bytes.toString("latin1").trimEnd().endsWith("}")) document = [];
    isFirst = false;
    if (!document) {
      yield parsed(bytes, `line ${number}`, textOf);
      continue;
    }
    document.push(bytes, newline);
    bytesHeld += bytes.length + 1;
    if (bytesHeld > lineBytesMax) {
      throw new RecordingError(`is one JSON object of more than ${lineBytesMax} bytes`);
    }
  }
  if (document) yield documentOf(Buffer.concat(document), rows, textOf);
}

function documentOf(bytes: Buffer, rows: string | undefined, textOf: TextOf): ReadValue {
  const read = parsed(bytes, "the document", textOf);
  if ("problem" in read) throw new RecordingError(`${read.place}: ${read.problem}`);
  if (rows !== undefined) return read;
  const lists = Object.entries(read.value as object).filter(([, value]) => Array.isArray(value));
  const example = lists[0]?.[0] ?? "data";
  throw new RecordingError(
    `is one JSON object: say which member is the list of its rows, as in \`rows: ${example}\``,
  );
}

function parsed(bytes: Buffer, place: string, textOf: TextOf): ReadValue | BadRow {
  const json = textOf(bytes);
  if (json === undefined) return { place, problem: notUtf8 };
  try {
    return { place, value: JSON.parse(json) as unknown, json };
  } catch (error) {
    return { place, problem: `is not JSON: ${messageOf(error)}` };
  }
}
