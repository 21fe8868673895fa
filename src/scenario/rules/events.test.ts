import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatMistake } from "../../core/document/mistake.ts";
import { loadScenario } from "../load.ts";

const text = (name: string) =>
  readFileSync(new URL(`../../../scenarios/${name}.yaml`, import.meta.url), "utf8");
const reshards = text("reshard-under-load");
const consumers = text("fan-out-consumers");

/** The mistakes of a shipped scenario after one change to its text, without file and line. */
function after(original: string, from: string, to: string): string[] {
  expect(original).toContain(from);
  const answer = loadScenario(original.replace(from, to), { file: "a.yaml" });
  if ("plan" in answer) return [];
  return answer.mistakes.map((mistake) => formatMistake(mistake).replace(/^a\.yaml:\d+:\d+: /, ""));
}

describe("the events of a scenario", () => {
  it("become times of the run, in their order", () => {
    const answer = loadScenario(reshards, { file: "a.yaml" });
    expect("plan" in answer && answer.plan.events).toEqual([
      { kind: "reshard", atMs: 6_000, stream: "logs", shards: 8 },
      { kind: "pause", atMs: 12_000, forMs: 4_500, stage: "polling" },
      { kind: "reshard", atMs: 13_500, stream: "logs", shards: 6 },
      { kind: "reshard", atMs: 21_000, stream: "logs", shards: 3 },
    ]);
  });

  it.each([
    [
      "kind: reshard, at: 20%, stream: logs, shards: 8",
      "kind: reshard, at: 20%, stream: lgos, shards: 8",
      ["events.0.stream: there is no stream `lgos`; did you mean `logs`?"],
    ],
    [
      "at: 20%, stream: logs, shards: 8",
      "at: 20%, stream: logs, shards: 9",
      [
        "events.0.shards: found 9, expected from 2 to 8: `logs` has 4 shards by then, and one " +
          "call at most doubles or halves them",
      ],
    ],
    [
      "at: 70%, stream: logs, shards: 3",
      "at: 30%, stream: logs, shards: 3",
      [
        "events.2.shards: found 3, expected from 4 to 16: `logs` has 8 shards by then, and one " +
          "call at most doubles or halves them",
      ],
    ],
    [
      "stage: polling }",
      "stage: audience }",
      [
        "events.3.stage: there is no stage `audience` that reads a stream; there is `raw`, " +
          "`distribute`, `polling` and `pushed`",
      ],
    ],
    ["for: 15%", "for: 70%", ["events.3.for: it would end after the run, at 110 % of it"]],
    [
      "stage: polling }",
      "stage: polling }\n  - { kind: pause, at: 50%, for: 10%, stage: polling }",
      ["events.4.at: `polling` pauses already, until 55 % of the run"],
    ],
    ["kind: pause", "kind: rest", [expect.stringContaining("events.3.kind: found `rest`")]],
  ])("are refused where they cannot be: %s as %s", (from, to, mistakes) => {
    expect(after(reshards, from, to)).toEqual(mistakes);
  });
});

describe("the readers of a stream", () => {
  it("poll a shard five times a second in all, each of their instances", () => {
    expect(after(consumers, "instances: 5\n    pollsPerSecond: 1", "instances: 6")).toEqual([
      "stages.shared.pollsPerSecond: the readers of `logs` poll each shard 6 times a second " +
        "(shared 6 × 1), expected at most 5 together",
    ]);
  });

  it("do not poll where they are pushed to", () => {
    expect(
      after(
        consumers,
        "    reads: enhanced\n    instances: 5",
        "    reads: enhanced\n    instances: 20",
      ),
    ).toEqual([]);
  });

  it("are at most twenty registered consumers", () => {
    const more =
      "reads: enhanced\n    instances: 20\n" +
      "  - { name: one, kind: reader, stream: logs, reads: enhanced }";
    expect(after(consumers, "reads: enhanced\n    instances: 5", more)).toEqual([
      "stages.one.reads: `logs` would have 21 registered consumers, expected at most 20",
    ]);
  });
});
