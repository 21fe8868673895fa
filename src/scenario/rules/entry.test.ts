import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { shippedPlan, stageOf } from "../../../test/support/shipped-plan.ts";
import { formatMistake } from "../../core/document/mistake.ts";
import { loadScenario } from "../load.ts";

const file = fileURLToPath(new URL("../../../scenarios/mass-ingest.yaml", import.meta.url));
const text = readFileSync(file, "utf8");

function mistakes(from: string, to: string): readonly string[] {
  expect(text).toContain(from);
  const read = loadScenario(text.replace(from, to), { file: "f", overrides: [] });
  return "mistakes" in read ? read.mistakes.map((mistake) => formatMistake(mistake)) : [];
}

describe("the entry of a pipeline", () => {
  it("is the stage of collectors that the producer names", () => {
    const { load, events } = shippedPlan("mass-ingest");
    expect(load.producer).toMatchObject({
      entry: { kind: "collectors", stage: "collect" },
      stream: "events",
    });
    expect(events).toEqual([
      { kind: "scale", atMs: 9_000, stage: "collect", instances: 3 },
      { kind: "scale", atMs: 21_000, stage: "collect", instances: 2 },
    ]);
    expect(stageOf(shippedPlan("mass-ingest"), "collectors")).toMatchObject({
      instances: 2,
      lingerMs: 5,
      queueRecordsMax: 10_000,
      queueBytesMax: 33_554_432,
      bodyBytesMax: 1_048_576,
      quarantine: { bucket: "lake", prefix: "refused/" },
      saturation: { forMs: 5_000, connections: 64, recordsPerRequest: [1, 100] },
    });
  });

  it.each([
    [
      "is one",
      "collectors: collect\n",
      "collectors: collect\n    stream: events\n",
      "expected one of `stream`, `collectors` and `queue`",
    ],
    [
      "is there",
      "    collectors: collect\n",
      "",
      "found none of them, expected one of `stream`, `collectors` and `queue`",
    ],
    [
      "is a stage of collectors",
      "collectors: collect\n",
      "collectors: colect\n",
      "there is no stage `colect` of the kind `collectors`",
    ],
    [
      "is read, where it is a queue",
      "collectors: collect\n",
      "queue: work-dead\n",
      "no stage reads the queue `work-dead`",
    ],
    [
      "is driven, where there are collectors",
      "collectors: collect\n",
      "stream: events\n",
      "nothing sends to `collect`: name it in `load.producer.collectors`",
    ],
    [
      "takes one record a message, where workers read",
      "collectors: collect\n",
      "queue: work\n    recordsPerMessage: 5\n",
      "the workers `work` take one record a message",
    ],
    [
      "packs messages of queues alone",
      "collectors: collect\n",
      "collectors: collect\n    recordsPerMessage: 5\n",
      "only messages of a queue hold several records",
    ],
    [
      "answers within 5 ms and the put",
      "linger: 5ms",
      "linger: 6ms",
      "found `6ms`, expected a duration of at most 5ms",
    ],
    [
      "is saturated where its answers are reconciled",
      "  reconciliation: { lostMax: 0, extraMax: 0, alteredMax: 0 }\n",
      "",
      "what is acknowledged in it would not be judged: it needs `checks.reconciliation`",
    ],
    [
      "alone fills FIFO queues",
      "queues: [work]",
      "queues: [work, orders.fifo]",
      "a fan-out cannot fill the FIFO queue `orders.fifo`",
    ],
    [
      "scales collectors that are there",
      "at: 30%, stage: collect",
      "at: 30%, stage: raw",
      "there is no stage `raw` of the kind `collectors`",
    ],
  ])("%s", (_, from, to, message) => {
    expect(mistakes(from, to).join("\n")).toContain(message);
  });

  it("is claimed to take so much only where one is saturated", () => {
    const claiming = text.replace("  reconciliation:", "  saturation: { eventsMin: 5k/s }\n$&");
    const read = (given: string) => loadScenario(given, { file: "f", overrides: [] });
    expect(read(claiming)).toMatchObject({
      plan: { checks: { saturation: { eventsPerSecondMin: 5_000 } } },
    });
    const found = read(claiming.replace(/ +saturation: \{ for: .*\n/, ""));
    expect("mistakes" in found ? found.mistakes.map(formatMistake) : []).toEqual([
      expect.stringMatching(/^f:\d+:3.* nothing to judge: it needs a stage of collectors/s),
    ]);
  });
});
