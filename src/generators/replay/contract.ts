import { type Violation, validation } from "../contract.ts";

/** As in the events' `source`: the contract of all recordings is one. */
export const replaySource = "replay";

/** A name, as a scenario gives it: an unknown type, as it is planted, does not look like one. */
const typePattern = /^[a-z0-9][a-z0-9-]*$/;
const header = validation({ source: replaySource, common: {}, types: { any: {} } });

/** The contract of replayed events: what every event has. Their own members are free. */
export const replayViolation: Violation = ({ eventId, source, type, timestamp, retry }) => {
  if (typeof type !== "string" || !typePattern.test(type)) return "type is not that of a recording";
  return header({ eventId, source, type: "any", timestamp, retry });
};
