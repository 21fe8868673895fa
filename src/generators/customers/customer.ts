import type { Random } from "../../core/random.ts";
import { encoded, type EventWriter } from "../event-writer.ts";
import { writeDetails } from "./details.ts";
import {
  answered,
  answers,
  type CustomerEvent,
  newestVersionShare,
  nextEvents,
  schemaVersions,
  type Status,
  statusAfter,
} from "./life.ts";

/** An event that a later one of the same customer answers, and the command that began it. */
interface Cause {
  readonly eventId: string;
  readonly command: Command;
}

/** The id of a command: 64 bits. */
interface Command {
  readonly high: number;
  readonly low: number;
}

const customerId = encoded(',"customerId":"');
const schemaVersion = encoded('","schemaVersion":');
const aggregateVersion = encoded(',"aggregateVersion":');
const causationId = encoded(',"causationId":"');
const correlationId = encoded('","correlationId":"');
const commandFront = encoded("cmd-");
const data = encoded('","data":{');
const end = encoded("}}");

/** One aggregate: a customer from `CustomerCreated` to `CustomerDeleted`. */
export class Customer {
  readonly id: string;
  readonly #random: Random;
  #status: Status | undefined;
  #version = 0;
  #mail: number;
  #previousMail = 0;
  #consent: boolean;
  #cause: Cause | undefined;

  constructor(id: string, random: Random) {
    this.id = id;
    this.#random = random;
    this.#mail = random.uint32();
    this.#consent = random.chance(0.4);
  }

  get isDeleted(): boolean {
    return this.#status === "deleted";
  }

  /** Moves on by one event; answers its type. */
  advance(): CustomerEvent {
    const type = this.#draw();
    this.#status = statusAfter[type] ?? this.#status;
    this.#version++;
    if (type === "CustomerConsentChanged") this.#consent = !this.#consent;
    if (type === "CustomerEmailChanged") {
      this.#previousMail = this.#mail;
      this.#mail = this.#random.uint32();
    }
    return type;
  }

  /** Writes the event that it has just moved on by: what follows its timestamp, and its end. */
  write(event: EventWriter, { type, eventId }: { type: CustomerEvent; eventId: string }): void {
    event.bytes(customerId);
    event.ascii(this.id);
    event.bytes(schemaVersion);
    const version = this.#drawSchemaVersion(type);
    event.integer(version);
    event.bytes(aggregateVersion);
    event.integer(this.#version);
    event.bytes(causationId);
    this.#writeTrace(event, { type, eventId });
    event.bytes(data);
    writeDetails(event, type, {
      version,
      mail: this.#mail,
      previousMail: this.#previousMail,
      consent: this.#consent,
      random: this.#random,
    });
    event.bytes(end);
  }

  #draw(): CustomerEvent {
    if (this.#status === undefined) return "CustomerCreated";
    if (this.#status === "deleted") throw new Error(`customer ${this.id} is deleted`);
    return nextEvents[this.#status].pick(this.#random);
  }

  #drawSchemaVersion(type: CustomerEvent): number {
    const newest = schemaVersions[type];
    return newest === 1 || this.#random.chance(newestVersionShare) ? newest : newest - 1;
  }

  /** Which message caused the event, and with which command its process began. */
  #writeTrace(event: EventWriter, { type, eventId }: { type: CustomerEvent; eventId: string }) {
    const cause = type in answers ? this.#cause : undefined;
    // What an answer goes back to may have been before the run: a command stands for it then.
    const command = cause?.command ?? this.#drawCommand();
    if (cause) event.ascii(cause.eventId);
    else writeCommand(event, command);
    event.bytes(correlationId);
    writeCommand(event, command);
    if (answered.has(type)) this.#cause = { eventId, command };
  }

  #drawCommand(): Command {
    return { high: this.#random.uint32(), low: this.#random.uint32() };
  }
}

function writeCommand(event: EventWriter, { high, low }: Command): void {
  event.bytes(commandFront);
  event.hex32(high);
  event.hex32(low);
}
