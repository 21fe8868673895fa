import { EventWriter } from "./event-writer.ts";
import type { EntityPopulation, GeneratedEvent, Moment } from "./generator.ts";

/** For events as text: one for all populations, as each is taken before the next begins. */
const writer = new EventWriter();

/** A population that writes its events. Their text is what it has written. */
export abstract class WrittenPopulation implements EntityPopulation {
  abstract write(moment: Moment, event: EventWriter): string;

  next(moment: Moment, eventId: string): GeneratedEvent {
    writer.begin();
    writer.ascii(`{"eventId":"${eventId}"`);
    const partitionKey = this.write(moment, writer);
    return { partitionKey, body: writer.take().toString() };
  }
}
