import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { realClock } from "../../src/core/clock.ts";
import { EnvelopeReader } from "../../src/core/envelope.ts";
import { Random } from "../../src/core/random.ts";
import { after } from "../../src/core/timers.ts";
import { cborCodec } from "../../src/emulator/kinesis/protocol/cbor.ts";

export interface Behaviour {
  /** Each answer takes so long, uniformly drawn, in milliseconds. */
  readonly delayMs: readonly [number, number];
  /** In this stretch after the start nothing is answered: what comes in it waits for its end. */
  readonly stallMs: readonly [number, number];
}

interface PutRecordsInput {
  readonly Records: readonly { readonly Data: Uint8Array }[];
}

/**
 * A stream of one shard that answers PutRecords after known delays, and keeps the truth: how long
 * after its intended time each record was answered, on the clock that the harness uses.
 */
export class StallingStream {
  /** Of each record, in microseconds after its intended time. */
  readonly latenciesUs: number[] = [];
  /** Of each call, in microseconds after it came: what a client sees that waits for its answers. */
  readonly serviceUs: number[] = [];
  endpoint = "";
  /** The start of the run, on the monotonic clock. */
  startUs = Infinity;
  readonly #behaviour: Behaviour;
  readonly #envelopes: EnvelopeReader;
  readonly #random = Random.from("stalling stream");
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  constructor(run: string, behaviour: Behaviour) {
    this.#behaviour = behaviour;
    this.#envelopes = new EnvelopeReader(run);
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.endpoint = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { Records } = cborCodec.read(await buffer(Readable.from(request))) as PutRecordsInput;
    const cameUs = realClock.monotonicUs();
    after(this.#delayMs(cameUs), () => {
      const answer = { SequenceNumber: "1", ShardId: "shardId-000000000000" };
      const output = { FailedRecordCount: 0, Records: Records.map(() => answer) };
      response.writeHead(200, { "content-type": cborCodec.contentType });
      response.end(cborCodec.write("PutRecords", output));
      this.#note(Records, cameUs);
    });
  }

  #delayMs(nowUs: number): number {
    const ms = (nowUs - this.startUs) / 1_000;
    const [from, to] = this.#behaviour.stallMs;
    const stallMs = ms >= from && ms < to ? to - ms : 0;
    return stallMs + this.#random.between(...this.#behaviour.delayMs);
  }

  #note(records: PutRecordsInput["Records"], cameUs: number): void {
    const nowUs = realClock.monotonicUs();
    this.serviceUs.push(nowUs - cameUs);
    for (const { Data } of records) {
      const envelope = this.#envelopes.open(Data);
      if (envelope) this.latenciesUs.push(nowUs - this.startUs - envelope.intendedUs);
    }
  }
}
