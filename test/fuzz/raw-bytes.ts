import type { Random } from "../../src/core/random.ts";
import type { BytesCase } from "./fuzz-case.ts";
import { mutateBytes, randomBytes } from "./mutate-bytes.ts";

const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "latin1");

const list =
  "POST / HTTP/1.1\r\nhost: h\r\nx-amz-target: Kinesis_20131202.ListStreams\r\n" +
  "content-type: application/x-amz-json-1.1\r\ncontent-length: 2\r\n\r\n{}";

/** Requests over whose framing two servers could disagree, and heads that are none. */
const shapes: readonly string[] = [
  "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 4\r\n" +
    "transfer-encoding: chunked\r\n\r\n0\r\n\r\nGET",
  "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nabc",
  "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: -1\r\n\r\n",
  "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 1e3\r\n\r\n",
  "POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 99999999999999999999999\r\n\r\n",
  "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n",
  "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
  "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
  "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
  "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\nabc",
  "POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
  `POST / HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n1;${"x".repeat(20_000)}\r\n`,
  "GET / HTTP/1.1\r\n host: h\r\n\r\n",
  "GET / HTTP/1.1\r\nhost : h\r\n\r\n",
  "GET / HTTP/1.1\nhost: h\n\n",
  "GET / HTTP/1.1\rhost: h\r\r",
  "GET / HTTP/1.1\r\nhost: h\r\nx: a\0b\r\n\r\n",
  "GET / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
  "GET / HTTP/1.0\r\n\r\n",
  "GET / HTTP/0.9\r\n\r\n",
  "GET / HTTP/2.0\r\nhost: h\r\n\r\n",
  "GET / HTTP/9.9\r\nhost: h\r\n\r\n",
  "GET /\r\n",
  "GET  / HTTP/1.1\r\nhost: h\r\n\r\n",
  "get / HTTP/1.1\r\nhost: h\r\n\r\n",
  "GET http://[ HTTP/1.1\r\nhost: h\r\n\r\n",
  "GET http://localhost/x HTTP/1.1\r\nhost: h\r\n\r\n",
  "CONNECT a:1 HTTP/1.1\r\nhost: a:1\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\nhost: h\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: h\r\nconnection: upgrade\r\nupgrade: h2c\r\nhttp2-settings: \r\n\r\n",
  "GET / HTTP/1.1\r\nhost: h\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n\x81\x05hello",
  "POST / HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n",
  `GET /${"a".repeat(70_000)} HTTP/1.1\r\nhost: h\r\n\r\n`,
  `GET / HTTP/1.1\r\nhost: h\r\nx: ${"a".repeat(70_000)}\r\n\r\n`,
  `GET / HTTP/1.1\r\nhost: h\r\n${"a: b\r\n".repeat(5_000)}\r\n`,
  `${list}${list}GARBAGE\r\n\r\n${list}`,
  "\r\n\r\n\r\n",
  "SSH-2.0-OpenSSH_9.9\r\n",
  "*1\r\n$4\r\nPING\r\n",
];

/** The beginning of a TLS handshake, at a port that may not speak it. */
const hello = Buffer.from(
  "16030100310100002d0303000000000000000000000000000000000000000000000000000000000000000000" +
    "0006130113021303010000",
  "hex",
);

export function bytesCase(random: Random): BytesCase {
  const leave = random.chance(0.8) ? "end" : "reset";
  const [label, bytes] = random.pick<() => readonly [string, Buffer]>([
    () => ["random bytes", randomBytes(random, 1 + random.below(2_000))],
    () => ["a request cut short", Buffer.from(list.slice(0, random.below(list.length)))],
    () => ["a request changed", mutateBytes(Buffer.from(list), random)],
    () => ["an odd shape", Buffer.from(random.pick(shapes), "latin1")],
    () => ["an odd shape", Buffer.from(random.pick(shapes), "latin1")],
    () => ["an odd shape changed", mutateBytes(Buffer.from(random.pick(shapes), "latin1"), random)],
    () => ["requests in a row", Buffer.from(list.repeat(1 + random.below(20)))],
    () => ["HTTP/2 frames", Buffer.concat([preface, frames(random)])],
    () => ["HTTP/2 frames", Buffer.concat([preface, frames(random)])],
    () => ["HTTP/2 and random bytes", Buffer.concat([preface, randomBytes(random, 300)])],
    () => ["a preface cut short", preface.subarray(0, random.below(preface.length))],
    () => ["a TLS hello", random.chance(0.5) ? hello : mutateBytes(hello, random)],
  ])();
  const cut = random.below(bytes.length + 1);
  const pieces = random.chance(0.3) ? [bytes.subarray(0, cut), bytes.subarray(cut)] : [bytes];
  return { kind: "bytes", label, pieces, leave };
}

const settings = Buffer.from("000000040000000000", "hex");

/** The static table of HPACK: POST, http and `/`, and an authority. */
const headerBlock = Buffer.from("838684410168", "hex");

/** Frames whose heads are well-formed, most of them after settings as they have to be. */
function frames(random: Random): Buffer {
  const made: Buffer[] = random.chance(0.85) ? [settings] : [];
  for (let left = 1 + random.below(12); left > 0; left--) {
    const type = random.chance(0.9) ? random.below(10) : random.below(256);
    const isHeaders = type === 1 && random.chance(0.7);
    const payload = isHeaders ? headerBlock : randomBytes(random, random.pick([0, 4, 5, 6, 8, 60]));
    const head = Buffer.alloc(9);
    head.writeUIntBE(random.chance(0.95) ? payload.length : random.below(2 ** 24), 0, 3);
    head[3] = type;
    head[4] = isHeaders ? random.pick([4, 5]) : random.below(256);
    head.writeUInt32BE(random.pick([0, 1, 3, 5, 7, 2, 0x7fffffff, 0xffffffff]), 5);
    made.push(head, payload);
  }
  return Buffer.concat(made);
}
