import { valueAt, withValueAt, type Path } from "../../core/document/paths.ts";
import type { RecordingSettings } from "../../core/recording.ts";
import { type BadRow, shown } from "./problem.ts";
import { parseTimestamp, type TimeStyle } from "./timestamp.ts";
import { Zone } from "./zone.ts";

/** A row is sent in one record, and a queue's message takes no more than 256 KiB. */
const rowBytesMax = 200_000;
/** A partition key has 256 characters at most; the rest is for the name of the recording. */
const keyLengthMax = 180;

/** One row of a recording, ready to be sent. */
export interface RecordedRow {
  readonly place: string;
  /** Milliseconds since the Unix epoch; NaN in a recording without times. */
  readonly epochMs: number;
  readonly key: string;
  /** Its members as JSON, without braces. */
  readonly text: string;
  /** Where in the text its time stands, if it is to be shifted, and how it was written. */
  readonly time?: WrittenTime & { readonly from: number; readonly to: number };
}

export interface WrittenTime {
  readonly style: TimeStyle;
  readonly isText: boolean;
}

/** Something that was read: a row, or what holds rows. */
export interface ReadValue {
  readonly place: string;
  readonly value: unknown;
  /** The JSON that it was parsed from, if it was. */
  readonly json?: string;
}

type Members = Readonly<Record<string, unknown>>;

/** What every event of a load brings by itself, or is given on its way. */
const reserved = new Set(["aforo", "eventId", "source", "type", "timestamp", "retry", "final"]);

/** Takes the place of a time while the text is written: JSON escapes it, so a search finds it. */
const timeMark = "\u0001time\u0001";
const writtenMark = JSON.stringify(timeMark);

/** Makes rows out of what was read, by the settings of the recording. */
export class RowReader {
  readonly #settings: RecordingSettings;
  readonly #zone: Zone;
  #rows = 0;

  constructor(settings: RecordingSettings) {
    this.#settings = settings;
    this.#zone = new Zone(settings.zone);
  }

  /** The row, or the rows of the list in it. */
  *rowsOf(read: ReadValue): Generator<RecordedRow | BadRow> {
    const { rows } = this.#settings;
    if (rows === undefined) {
      yield this.#row(read, undefined);
      return;
    }
    const list = valueAt(read.value, pathIn(read.value, rows));
    if (!Array.isArray(list)) {
      const problem = `found ${shown(list)} in \`${rows}\`, expected a list of rows`;
      yield { place: read.place, problem };
      return;
    }
    for (const [index, value] of list.entries()) {
      yield this.#row(
        { place: `${read.place}, row ${index + 1} of \`${rows}\``, value },
        read.value,
      );
    }
  }

  #row(read: ReadValue, parent: unknown): RecordedRow | BadRow {
    const { place, value } = read;
    this.#rows++;
    if (!isObject(value)) return { place, problem: `found ${shown(value)}, expected an object` };
    const timed = this.#time(value, parent);
    if ("problem" in timed) return { place, problem: timed.problem };
    const key = this.#key(value, parent);
    if (typeof key !== "string") return { place, ...key };
    const { epochMs, style, path } = timed;
    const isShifted = this.#settings.shift && style !== undefined && path !== undefined;
    const text = textOf(read, value, isShifted ? path : undefined);
    if (Buffer.byteLength(text) > rowBytesMax) {
      return { place, problem: `is longer than ${rowBytesMax} bytes` };
    }
    const row = { place, epochMs, key, text };
    if (!isShifted) return row;
    const from = text.indexOf(writtenMark);
    const isText = typeof valueAt(value, path) === "string";
    return { ...row, time: { from, to: from + writtenMark.length, style, isText } };
  }

  /** The row's time; its path where it is in the row itself, and not in what holds the rows. */
  #time(
    value: Members,
    parent: unknown,
  ): { epochMs: number; style?: TimeStyle; path?: Path } | { problem: string } {
    const { timestamp } = this.#settings;
    if (timestamp === undefined) return { epochMs: Number.NaN };
    const { found, path } = member(value, parent, timestamp);
    const time = parseTimestamp(found, this.#zone);
    if (time) return path ? { ...time, path } : time;
    const expected = "expected a time: ISO 8601, or seconds or milliseconds since 1970";
    return { problem: `found ${shown(found)} in \`${timestamp}\`, ${expected}` };
  }

  #key(value: Members, parent: unknown): string | { readonly problem: string } {
    const { key: name } = this.#settings;
    if (name === undefined) return String(this.#rows);
    const { found } = member(value, parent, name);
    const isKey = typeof found === "string" || typeof found === "number";
    const key = isKey ? String(found) : "";
    if (key !== "" && key.length <= keyLengthMax) return key;
    const expected = `expected a key of 1 to ${keyLengthMax} characters`;
    return { problem: `found ${shown(found)} in \`${name}\`, ${expected}` };
  }
}

/** A member of the row, or else of what holds the rows. */
function member(value: Members, parent: unknown, name: string) {
  const path = pathIn(value, name);
  const found = valueAt(value, path);
  if (found !== undefined || parent === undefined) return { found, path };
  return { found: valueAt(parent, pathIn(parent, name)) };
}

/** The way to a member: one of that very name, or along the dots. */
function pathIn(value: unknown, name: string): Path {
  return isObject(value) && Object.hasOwn(value, name) ? [name] : name.split(".");
}

/**
 * The members as JSON. As they were written where nothing has to change: numbers keep all their
 * digits. Otherwise those with a reserved name get an underscore before it, and a time is marked.
 */
function textOf({ json }: ReadValue, value: Members, timePath: Path | undefined): string {
  const isClashing = Object.keys(value).some((name) => reserved.has(name));
  if (json !== undefined && !isClashing && timePath === undefined) {
    // A line break between members is no part of a text, nor is the blank around it.
    const inOneLine = /[\r\n]/.test(json) ? json.replaceAll(/\s*[\r\n]\s*/g, "") : json;
    return inOneLine.trim().slice(1, -1).trim();
  }
  const marked = timePath ? (withValueAt(value, timePath, timeMark) as Members) : value;
  const names = new Set(Object.keys(marked));
  const entries = Object.entries(marked).map(([name, inner]) => [freeName(name, names), inner]);
  return JSON.stringify(Object.fromEntries(entries)).slice(1, -1);
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!reserved.has(name)) return name;
  let free = `_${name}`;
  while (taken.has(free)) free = `_${free}`;
  return free;
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
