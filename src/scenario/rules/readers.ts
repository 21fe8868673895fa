import type { Finding } from "../../core/document/finding.ts";
import type { Scenario } from "../schema.ts";
import { streamStages } from "./stages.ts";

/** GetRecords API reference: five calls a second and shard, shared by all readers. */
const pollsPerSecondMax = 5;

/** All readers of a stream together stay within what a shard takes. */
export function readerRules(scenario: Scenario): readonly Finding[] {
  return scenario.streams.flatMap(({ name }): Finding[] => {
    const readers = streamStages(scenario).filter(({ stage }) => stage.stream === name);
    const polls = readers.reduce((sum, { stage }) => sum + stage.pollsPerSecond, 0);
    const last = readers.at(-1);
    if (polls <= pollsPerSecondMax || last === undefined) return [];
    const shares = readers.map(({ stage }) => `${stage.name} ${stage.pollsPerSecond}`).join(", ");
    const message =
      `the readers of \`${name}\` poll each shard ${Number(polls.toFixed(3))} times a second ` +
      `(${shares}), expected at most ${pollsPerSecondMax} together`;
    const uses = readers.flatMap(({ path }) => [
      [...path, "stream"],
      [...path, "pollsPerSecond"],
    ]);
    return [{ path: [...last.path, "pollsPerSecond"], message, uses }];
  });
}
