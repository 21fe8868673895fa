import type { Finding } from "../../core/document/finding.ts";
import type { Path } from "../../core/document/paths.ts";
import { writtenStream } from "../entry.ts";
import type { Scenario } from "../schema.ts";
import { kindsOfStages, queueStages, stagesOf, streamStages } from "./stages.ts";

/** What is written is read, and the reverse: else a run waits for ever, or measures nothing. */
export function flowRules(scenario: Scenario): readonly Finding[] {
  return [
    ...streamsWithoutWriter(scenario),
    ...queuesWithoutWriter(scenario),
    ...queuesWithoutReader(scenario),
    ...secondOfAKind(scenario),
    ...deadLetters(scenario),
  ];
}

function streamsWithoutWriter(scenario: Scenario): Finding[] {
  const { queue } = scenario.load.producer;
  const written = writtenStream(scenario) ?? queue ?? "";
  const known = new Set(scenario.streams.map(({ name }) => name));
  return streamStages(scenario)
    .filter(({ stage }) => known.has(stage.stream) && (known.has(written) || written === queue))
    .filter(({ stage }) => stage.stream !== written)
    .map(({ stage, path }) => ({
      path: [...path, "stream"],
      message: `nothing writes to \`${stage.stream}\`: the producer writes to \`${written}\``,
      uses: ["stream", "collectors", "queue"].map((key) => ["load", "producer", key]),
    }));
}

function queuesWithoutWriter(scenario: Scenario): Finding[] {
  const { producer } = scenario.load;
  const byFanOut = stagesOf(scenario, "fan-out").flatMap(({ stage }) => stage.queues);
  const filled = new Set([...byFanOut, producer.queue]);
  const known = new Set(scenario.queues.map(({ name }) => name));
  return queueStages(scenario)
    .filter(({ stage }) => known.has(stage.queue) && !filled.has(stage.queue))
    .map(({ stage, path }) => ({
      path: [...path, "queue"],
      message: `no fan-out fills the queue \`${stage.queue}\``,
      uses: [...kindsOfStages(scenario), ...queueReferences(scenario)],
    }));
}

function queuesWithoutReader(scenario: Scenario): Finding[] {
  const read = new Set(queueStages(scenario).map(({ stage }) => stage.queue));
  const known = new Set(scenario.queues.map(({ name }) => name));
  const uses = [...kindsOfStages(scenario), ...queueReferences(scenario)];
  return stagesOf(scenario, "fan-out").flatMap(({ stage, path }) =>
    stage.queues.flatMap((queue, index): Finding[] => {
      if (!known.has(queue) || read.has(queue)) return [];
      const message = `no stage reads the queue \`${queue}\`: it would never drain`;
      return [{ path: [...path, "queues", index], message, uses }];
    }),
  );
}

/** RAW and FINAL are each read back from one place, and a message goes to one receiver alone. */
function secondOfAKind(scenario: Scenario): Finding[] {
  const seconds = (["delivery", "workers"] as const).flatMap((kind) =>
    stagesOf(scenario, kind)
      .slice(1)
      .map(({ path }): Finding => {
        const place = kind === "delivery" ? "RAW" : "FINAL";
        const message = `a second stage of this kind: ${place} is read back from one`;
        return { path: [...path, "kind"], message };
      }),
  );
  const readers = new Map<string, string>();
  const rivals = queueStages(scenario).flatMap(({ stage, path }): Finding[] => {
    const first = readers.get(stage.queue);
    readers.set(stage.queue, first ?? stage.name);
    if (first === undefined) return [];
    const message = `\`${first}\` reads \`${stage.queue}\` too: a message goes to only one of them`;
    const hint = "give each a queue of its own and let the fan-out fill both";
    return [{ path: [...path, "queue"], message, hint, uses: queueReferences(scenario) }];
  });
  return [...seconds, ...rivals];
}

function deadLetters(scenario: Scenario): Finding[] {
  const filled = new Set(stagesOf(scenario, "fan-out").flatMap(({ stage }) => stage.queues));
  return scenario.queues.flatMap(({ name, deadLetter }, index): Finding[] => {
    if (!deadLetter) return [];
    const path = ["queues", index, "deadLetter", "queue"];
    const uses = [["queues", index, "name"]];
    if (deadLetter.queue === name) {
      return [{ path, message: "a queue cannot be its own dead-letter queue", uses }];
    }
    if (!filled.has(deadLetter.queue)) return [];
    const message = `a fan-out fills \`${deadLetter.queue}\`: dead letters could not be told apart`;
    return [{ path, message }];
  });
}

function queueReferences(scenario: Scenario): readonly Path[] {
  return [
    ["queues"],
    ...scenario.queues.map((_, index) => ["queues", index, "name"]),
    ...queueStages(scenario).map(({ path }) => [...path, "queue"]),
    ...stagesOf(scenario, "fan-out").flatMap(({ stage, path }) => [
      [...path, "queues"],
      ...stage.queues.map((_, index) => [...path, "queues", index]),
    ]),
  ];
}
