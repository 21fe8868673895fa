import type { Finding } from "../../core/document/finding.ts";
import { suggestion } from "../../core/document/mistake.ts";
import { nearestName } from "../../core/document/nearest.ts";
import type { Path } from "../../core/document/paths.ts";
import type { Scenario } from "../schema.ts";
import { queueStages, stagesOf, streamStages } from "./stages.ts";

type ListName = "streams" | "queues" | "buckets";

const singular = { streams: "stream", queues: "queue", buckets: "bucket" } as const;

/** Every stream, queue and bucket that is named is there. */
export function referenceRules(scenario: Scenario): readonly Finding[] {
  return references(scenario).flatMap(({ list, name, path }) => {
    const names = [...new Set(scenario[list].map((item) => item.name))];
    if (names.includes(name)) return [];
    const message = `there is no ${singular[list]} \`${name}\``;
    const hint = suggestion(nearestName(name, names), names);
    return [{ path, message, hint, uses: [[list], ...namePaths(scenario, list)] }];
  });
}

interface Reference {
  readonly list: ListName;
  readonly name: string;
  readonly path: Path;
}

function references(scenario: Scenario): readonly Reference[] {
  const found: Reference[] = [];
  const { producer } = scenario.load;
  const { stream, queue } = producer;
  const producerPath = ["load", "producer"];
  if (stream) found.push({ list: "streams", name: stream, path: [...producerPath, "stream"] });
  if (queue) found.push({ list: "queues", name: queue, path: [...producerPath, "queue"] });
  for (const { stage, path } of stagesOf(scenario, "collectors")) {
    found.push({ list: "streams", name: stage.stream, path: [...path, "stream"] });
  }
  for (const [index, { deadLetter }] of scenario.queues.entries()) {
    if (!deadLetter) continue;
    const path = ["queues", index, "deadLetter", "queue"];
    found.push({ list: "queues", name: deadLetter.queue, path });
  }
  for (const { stage, path } of streamStages(scenario)) {
    found.push({ list: "streams", name: stage.stream, path: [...path, "stream"] });
  }
  for (const { stage, path } of queueStages(scenario)) {
    found.push({ list: "queues", name: stage.queue, path: [...path, "queue"] });
  }
  for (const { stage, path } of stagesOf(scenario, "fan-out")) {
    for (const [index, name] of stage.queues.entries()) {
      found.push({ list: "queues", name, path: [...path, "queues", index] });
    }
  }
  for (const { sink, path } of sinks(scenario)) {
    found.push({ list: "buckets", name: sink.bucket, path: [...path, "bucket"] });
  }
  return found;
}

/** Every place in S3 that a stage writes to. */
export function sinks(scenario: Scenario) {
  return [
    ...stagesOf(scenario, "delivery").map(({ stage, path }) => ({
      sink: stage.to,
      path: [...path, "to"],
    })),
    ...stagesOf(scenario, "collectors").flatMap(({ stage, path }) =>
      stage.quarantine ? [{ sink: stage.quarantine, path: [...path, "quarantine"] }] : [],
    ),
    ...stagesOf(scenario, "workers").flatMap(({ stage, path }) => [
      { sink: stage.final, path: [...path, "final"] },
      { sink: stage.quarantine, path: [...path, "quarantine"] },
    ]),
  ];
}

function namePaths(scenario: Scenario, list: ListName): readonly Path[] {
  return scenario[list].map((_, index) => [list, index, "name"]);
}
