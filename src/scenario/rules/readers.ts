import type { Finding } from "../../core/document/finding.ts";
import type { Path } from "../../core/document/paths.ts";
import type { Scenario } from "../schema.ts";
import { streamStages } from "./stages.ts";

/** GetRecords API reference: five calls a second and shard, shared by all readers. */
const pollsPerSecondMax = 5;
/** RegisterStreamConsumer API reference: of a provisioned stream. */
const consumersMax = 20;

type PlacedReader = ReturnType<typeof streamStages>[number];

/** All readers of a stream together stay within what a shard takes, and a stream registers. */
export function readerRules(scenario: Scenario): readonly Finding[] {
  return scenario.streams.flatMap(({ name }): Finding[] => {
    const readers = streamStages(scenario).filter(({ stage }) => stage.stream === name);
    const reading = (mode: "shared" | "enhanced") =>
      readers.filter(({ stage }) => stage.reads === mode);
    return [
      ...tooManyPolls(name, reading("shared")),
      ...tooManyConsumers(name, reading("enhanced")),
    ];
  });
}

function tooManyPolls(stream: string, readers: readonly PlacedReader[]): Finding[] {
  const pollsOf = ({ stage }: PlacedReader) => stage.pollsPerSecond * instancesOf(stage);
  const polls = readers.reduce((sum, reader) => sum + pollsOf(reader), 0);
  const last = readers.at(-1);
  if (polls <= pollsPerSecondMax || last === undefined) return [];
  const shares = readers
    .map((reader) => {
      const { name, pollsPerSecond } = reader.stage;
      const instances = instancesOf(reader.stage);
      return instances === 1
        ? `${name} ${pollsPerSecond}`
        : `${name} ${instances} × ${pollsPerSecond}`;
    })
    .join(", ");
  const message =
    `the readers of \`${stream}\` poll each shard ${Number(polls.toFixed(3))} times a second ` +
    `(${shares}), expected at most ${pollsPerSecondMax} together`;
  return [{ path: [...last.path, "pollsPerSecond"], message, uses: usesOf(readers) }];
}

function tooManyConsumers(stream: string, readers: readonly PlacedReader[]): Finding[] {
  const consumers = readers.reduce((sum, { stage }) => sum + instancesOf(stage), 0);
  const last = readers.at(-1);
  if (consumers <= consumersMax || last === undefined) return [];
  const message =
    `\`${stream}\` would have ${consumers} registered consumers, ` +
    `expected at most ${consumersMax}`;
  return [{ path: [...last.path, "reads"], message, uses: usesOf(readers) }];
}

function instancesOf(stage: PlacedReader["stage"]): number {
  return stage.kind === "reader" ? stage.instances : 1;
}

function usesOf(readers: readonly PlacedReader[]): readonly Path[] {
  const keys = ["stream", "reads", "pollsPerSecond", "instances"];
  return readers.flatMap(({ path }) => keys.map((key) => [...path, key]));
}
