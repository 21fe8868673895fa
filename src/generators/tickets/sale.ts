import type { Random } from "../../core/random.ts";
import { encoded, type EventWriter } from "../event-writer.ts";
import { seatMaps, type SeatMap } from "./venues.ts";

const messageGroupId = encoded(',"messageGroupId":"');
const quote = encoded('"');
const sequence = encoded(',"sequence":');
const comma = encoded(",");

/**
 * The sale of one performance. It is one message group: what happens to its seats has an order,
 * and its messages are counted in it. The best seats that nobody has are the next to be reserved.
 */
export class Sale {
  readonly group: string;
  readonly #map: SeatMap;
  /** Seats from here on were never reserved. */
  #untouched = 0;
  /** Seats that came back: they go first. */
  readonly #returned: number[] = [];
  #messages = 0;
  #tickets = 0;

  constructor(group: string, random: Random) {
    this.group = group;
    this.#map = seatMaps.pick(random);
  }

  get seatsLeft(): number {
    return this.#map.seats.length - this.#untouched + this.#returned.length;
  }

  /** Takes so many seats, or those that are left; answers their indices. */
  take(wanted: number): readonly number[] {
    const count = Math.min(wanted, this.seatsLeft);
    return Array.from({ length: count }, () => this.#returned.pop() ?? this.#untouched++);
  }

  giveBack(seats: readonly number[]): void {
    this.#returned.push(...seats);
  }

  priceCentsOf(seats: readonly number[]): number {
    return seats.reduce((sum, seat) => sum + (this.#map.pricesCents[seat] ?? 0), 0);
  }

  /** Writes the members of the group's next message that are the group's own. */
  writeFront(event: EventWriter): void {
    event.bytes(messageGroupId);
    event.ascii(this.group);
    event.bytes(quote);
    event.bytes(this.#map.venue);
    event.bytes(sequence);
    event.integer(++this.#messages);
  }

  /** Writes the names of seats. */
  writeSeats(event: EventWriter, seats: readonly number[]): void {
    for (let i = 0; i < seats.length; i++) {
      if (i > 0) event.bytes(comma);
      event.bytes(this.#map.seats[seats[i] as number] as Uint8Array);
    }
  }

  /** Issues so many tickets, and writes their numbers, which are dense from 1 within the group. */
  writeTickets(event: EventWriter, count: number): void {
    for (let i = 0; i < count; i++) {
      if (i > 0) event.bytes(comma);
      event.integer(++this.#tickets);
    }
  }
}
