import { suggestion } from "../../core/document/mistake.ts";
import { nearestName } from "../../core/document/nearest.ts";
import type { Finding } from "../../core/document/finding.ts";
import { isFifo } from "../entry.ts";
import type { Scenario } from "../schema.ts";
import { kindsOfStages, queueStages, stagesOf } from "./stages.ts";

const keys = ["stream", "collectors", "queue"] as const;
const producerPath = ["load", "producer"] as const;

/** The producer has one place to send to, and that place can take what it sends. */
export function entryRules(scenario: Scenario): readonly Finding[] {
  return [
    ...oneEntry(scenario),
    ...collectorsAreThere(scenario),
    ...collectorsAreDriven(scenario),
    ...queueIsRead(scenario),
    ...packedMessages(scenario),
    ...fifoQueues(scenario),
  ];
}

function oneEntry({ load }: Scenario): Finding[] {
  const given = keys.filter((key) => load.producer[key] !== undefined);
  if (given.length === 1) return [];
  const found = given.length === 0 ? "none of them" : given.map((key) => `\`${key}\``).join(", ");
  return [
    {
      path: producerPath,
      at: "key",
      message: `found ${found}, expected one of \`stream\`, \`collectors\` and \`queue\``,
      uses: keys.map((key) => [...producerPath, key]),
    },
  ];
}

function collectorsAreThere(scenario: Scenario): Finding[] {
  const name = scenario.load.producer.collectors;
  const names = stagesOf(scenario, "collectors").map(({ stage }) => stage.name);
  if (name === undefined || names.includes(name)) return [];
  const message = `there is no stage \`${name}\` of the kind \`collectors\``;
  const hint = suggestion(nearestName(name, names), names);
  return [{ path: [...producerPath, "collectors"], message, hint, uses: kindsOfStages(scenario) }];
}

/** Collectors to which nobody sends would be measured as faultless. */
function collectorsAreDriven(scenario: Scenario): Finding[] {
  return stagesOf(scenario, "collectors")
    .filter(({ stage }) => stage.name !== scenario.load.producer.collectors)
    .map(({ stage, path }) => ({
      path: [...path, "name"],
      message: `nothing sends to \`${stage.name}\`: name it in \`load.producer.collectors\``,
      uses: keys.map((key) => [...producerPath, key]),
    }));
}

/** What a fan-out fills is looked at elsewhere. */
function queueIsRead(scenario: Scenario): Finding[] {
  const { queue } = scenario.load.producer;
  if (queue === undefined || !scenario.queues.some(({ name }) => name === queue)) return [];
  if (queueStages(scenario).some(({ stage }) => stage.queue === queue)) return [];
  const message = `no stage reads the queue \`${queue}\`: it would never drain`;
  return [{ path: [...producerPath, "queue"], message, uses: kindsOfStages(scenario) }];
}

/** Only the producer gives messages a group; dead letters go to a queue of the same kind. */
function fifoQueues(scenario: Scenario): Finding[] {
  const filled = stagesOf(scenario, "fan-out").flatMap(({ stage, path }) =>
    stage.queues.flatMap((queue, index): Finding[] => {
      if (!isFifo(queue)) return [];
      const message = `a fan-out cannot fill the FIFO queue \`${queue}\`: it knows no groups`;
      return [{ path: [...path, "queues", index], message }];
    }),
  );
  const mixed = scenario.queues.flatMap(({ name, deadLetter }, index): Finding[] => {
    if (!deadLetter || isFifo(deadLetter.queue) === isFifo(name)) return [];
    const message =
      "dead letters of a FIFO queue go to a FIFO queue, and of a standard one to such";
    const uses = [["queues", index, "name"]];
    return [{ path: ["queues", index, "deadLetter", "queue"], message, uses }];
  });
  return [...filled, ...mixed];
}

function packedMessages(scenario: Scenario): Finding[] {
  const { queue, recordsPerMessage } = scenario.load.producer;
  if (recordsPerMessage === 1) return [];
  const path = [...producerPath, "recordsPerMessage"];
  if (queue === undefined) {
    const message = "only messages of a queue hold several records";
    return [{ path, message, uses: [[...producerPath, "queue"]] }];
  }
  return stagesOf(scenario, "workers")
    .filter(({ stage }) => stage.queue === queue)
    .map(({ stage, path: stagePath }) => ({
      path,
      message: `the workers \`${stage.name}\` take one record a message`,
      uses: [
        [...stagePath, "queue"],
        [...producerPath, "queue"],
      ],
    }));
}
