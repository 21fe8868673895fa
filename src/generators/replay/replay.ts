import type { EntityPopulation, Generator, Moment } from "../generator.ts";
import { isoInstant } from "../instant.ts";
import { replaySource, replayViolation } from "./contract.ts";
import { type Recording, replayStripes } from "./recording.ts";
import { writeTimestamp } from "./timestamp.ts";
import type { Zone } from "./zone.ts";

export interface ReplayOptions {
  readonly recording: Recording;
  /** The events' `type`; it also keeps the keys of one recording apart from those of others. */
  readonly name: string;
  readonly zone: Zone;
  /** When a slot's row happened; on the played day's clock where its time is shifted. */
  readonly epochMsOf: (moment: Moment) => number;
}

/** Plays the rows of a recording: each slot of the schedule has a row of its own. */
export function replayGenerator({ recording, name, zone, epochMsOf }: ReplayOptions): Generator {
  const rows = recording.timeline.offsetsMs.length;
  const population: EntityPopulation = {
    next(moment, eventId) {
      const { key, before, time } = recording.row((moment.slot ?? 0) % rows);
      const epochMs = epochMsOf(moment);
      const head = `"eventId":"${eventId}","source":"${replaySource}","type":"${name}"`;
      let members = before;
      if (time) {
        const written = writeTimestamp(epochMs, time.style, zone);
        members += (time.isText ? `"${written}"` : written) + time.after;
      }
      const end = members === "" ? "}" : `,${members}}`;
      const body = `{${head},"timestamp":"${isoInstant(epochMs)}"${end}`;
      return { partitionKey: `${name}/${key}`, body };
    },
  };
  return {
    name: replaySource,
    stripes: replayStripes,
    populate: () => population,
    violation: replayViolation,
  };
}
