import type { FifoSettings } from "../fifo-settings.ts";
import { type Message, type MessageExtras, messageOf, noExtras } from "../message.ts";
import type { Arrival, Sending } from "../sqs-journal.ts";
import { EntryReader, EntryWriter } from "./entry-writer.ts";

/** What an entry is about; the number that stands for it is in the files, and stays. */
export const entryTypes = {
  /** A message as it came into its queue. */
  message: 1,
  /** What its receives in this queue have made of it; the last one holds. */
  reception: 2,
  /** A sending that is remembered longer than its message. */
  sending: 3,
  /** Any other state, as JSON by key. */
  record: 4,
  /** Tombstones. */
  messageGone: 5,
  recordGone: 6,
} as const;

/**
 * Which message of which queue. An `era` is the time of one queue from its creation, or a purge, to
 * the next one: with it, all of its messages go at once.
 */
export interface MessageKey {
  readonly era: number;
  readonly sequence: number;
}

export interface Reception {
  readonly receiveCount: number;
  readonly receivesHere: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly visibleAtMs: number;
}

export interface SavedArrival {
  readonly message: Message;
  readonly visibleAtMs: number;
  readonly scope: Arrival["scope"];
  readonly origin: MessageKey | undefined;
}

const has = { reception: 1, extras: 2, origin: 4, queueScope: 8, groupScope: 16 } as const;

const writer = new EntryWriter();

export function typeOf(entry: Buffer): number {
  return entry[0] as number;
}

/** Each answer of these functions is good until the next one is called. */
export function writeMessage(era: number, arrival: SavedArrival): Buffer {
  const { message, visibleAtMs, scope, origin } = arrival;
  const { reception, extras, deadLetterSourceArn } = message;
  const isPlain = extras === noExtras && deadLetterSourceArn === undefined;
  const flags =
    (reception ? has.reception : 0) |
    (isPlain ? 0 : has.extras) |
    (origin ? has.origin : 0) |
    flagOf(scope);
  writeKey(entryTypes.message, { era, sequence: message.sequence })
    .u8(flags)
    .f64(message.sentAtMs)
    .f64(visibleAtMs)
    .text(message.id)
    .text(message.bodyMd5)
    .text(message.body);
  if (reception) {
    writer.u32(message.receiveCount).f64(reception.firstAtMs).f64(reception.lastAtMs);
  }
  if (origin) writer.u32(origin.era).f64(origin.sequence);
  if (!isPlain) writer.text(JSON.stringify({ ...extras, deadLetterSourceArn }));
  return writer.entry;
}

export function readMessage(entry: Buffer): SavedArrival {
  const reader = new EntryReader(entry);
  const { sequence } = readKeyWith(reader);
  const flags = reader.u8();
  const sentAtMs = reader.f64();
  const visibleAtMs = reader.f64();
  const [id, bodyMd5, body] = [reader.text(), reader.text(), reader.text()];
  const receiveCount = flags & has.reception ? reader.u32() : 0;
  const reception =
    flags & has.reception ? { firstAtMs: reader.f64(), lastAtMs: reader.f64() } : undefined;
  const origin = flags & has.origin ? { era: reader.u32(), sequence: reader.f64() } : undefined;
  const more = flags & has.extras ? (JSON.parse(reader.text()) as More) : {};
  const message = messageOf({
    id,
    sequence,
    sentAtMs,
    body,
    bodyMd5,
    receiveCount,
    reception,
    extras: extrasOf(more),
    deadLetterSourceArn: more.deadLetterSourceArn,
  });
  return { message, visibleAtMs, scope: scopeOf(flags), origin };
}

type More = Partial<MessageExtras> & { readonly deadLetterSourceArn?: string };

export function writeReception(era: number, message: Message, visibleAtMs: number): Buffer {
  const { sequence, receiveCount, receivesHere, reception } = message;
  return writeKey(entryTypes.reception, { era, sequence })
    .u32(receiveCount)
    .u32(receivesHere)
    .f64(reception?.firstAtMs ?? 0)
    .f64(reception?.lastAtMs ?? 0)
    .f64(visibleAtMs).entry;
}

export function readReception(entry: Buffer): Reception {
  const reader = new EntryReader(entry);
  readKeyWith(reader);
  return {
    receiveCount: reader.u32(),
    receivesHere: reader.u32(),
    firstAtMs: reader.f64(),
    lastAtMs: reader.f64(),
    visibleAtMs: reader.f64(),
  };
}

export function writeSending(era: number, { key, id, sequence, atMs }: Sending): Buffer {
  return writeKey(entryTypes.sending, { era, sequence }).f64(atMs).text(id).text(key).entry;
}

export function readSending(entry: Buffer): Sending {
  const reader = new EntryReader(entry);
  const { sequence } = readKeyWith(reader);
  return { sequence, atMs: reader.f64(), id: reader.text(), key: reader.text() };
}

export function writeMessageGone(key: MessageKey): Buffer {
  return writeKey(entryTypes.messageGone, key).entry;
}

/** Of any entry that is about a message. */
export function readKey(entry: Buffer): MessageKey {
  return readKeyWith(new EntryReader(entry));
}

export function writeRecord(key: string, value: unknown): Buffer {
  return writer.begin(entryTypes.record).text(key).text(JSON.stringify(value)).entry;
}

export function writeRecordGone(key: string): Buffer {
  return writer.begin(entryTypes.recordGone).text(key).entry;
}

export function readRecordKey(entry: Buffer): string {
  const reader = new EntryReader(entry);
  reader.u8();
  return reader.text();
}

export function readRecordValue(entry: Buffer): unknown {
  const reader = new EntryReader(entry);
  reader.u8();
  reader.text();
  return JSON.parse(reader.text());
}

function writeKey(type: number, { era, sequence }: MessageKey): EntryWriter {
  return writer.begin(type).u32(era).f64(sequence);
}

function readKeyWith(reader: EntryReader): MessageKey {
  reader.u8();
  return { era: reader.u32(), sequence: reader.f64() };
}

function flagOf(scope: FifoSettings["deduplicationScope"] | undefined): number {
  if (scope === undefined) return 0;
  return scope === "queue" ? has.queueScope : has.groupScope;
}

function scopeOf(flags: number): FifoSettings["deduplicationScope"] | undefined {
  if (flags & has.queueScope) return "queue";
  return flags & has.groupScope ? "messageGroup" : undefined;
}

function extrasOf(more: More): MessageExtras {
  const { attributes, attributesMd5, traceHeader, groupId, deduplicationId } = more;
  const isPlain = (attributes ?? traceHeader ?? groupId ?? deduplicationId) === undefined;
  return isPlain ? noExtras : { attributes, attributesMd5, traceHeader, groupId, deduplicationId };
}
