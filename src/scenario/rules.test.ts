import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadScenario } from "./load.ts";
import { formatMistake } from "../core/document/mistake.ts";

const peakDay = readFileSync(new URL("../../scenarios/peak-day.yaml", import.meta.url), "utf8");
const lab = readFileSync(new URL("../../scenarios/bicimad-lab.yaml", import.meta.url), "utf8");

/** The mistakes of a shipped scenario after one change to its text, without file and line. */
function after(text: string, from: string | RegExp, to: string): string[] {
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  const answer = loadScenario(changed, { file: "a.yaml" });
  if ("plan" in answer) return [];
  return answer.mistakes.map((mistake) => formatMistake(mistake).replace(/^a\.yaml:\d+:\d+: /, ""));
}

const cases: readonly (readonly [string, string | RegExp, string, readonly string[]])[] = [
  [
    "an unknown queue",
    "queues: [audience, work]",
    "queues: [audience, wrok]",
    [
      "stages.distribute.queues.1: there is no queue `wrok`; did you mean `work`?",
      "stages.work.queue: no fan-out fills the queue `work`",
    ],
  ],
  [
    "an unknown bucket",
    "bucket: lake, prefix: raw/",
    "bucket: pond, prefix: raw/",
    ["stages.raw.to.bucket: there is no bucket `pond`; there is `lake`"],
  ],
  [
    "a fault at a stream that is not there",
    "drainDeadline:",
    "emulator: { faults: [{ action: aforo:latency, delay: { p50: 5ms }, resources: [log] }] }\n" +
      "drainDeadline:",
    [
      "emulator.faults.0.resources.0: there is no stream, queue or bucket `log`; " +
        "did you mean `logs`?",
    ],
  ],
  [
    "a limit that is not one",
    "drainDeadline:",
    "emulator: { limits: { kinesis: { writeRecordsPerSecond: 5 } } }\ndrainDeadline:",
    [
      "emulator.limits.kinesis.writeRecordsPerSecond: unknown key `writeRecordsPerSecond`; " +
        "did you mean `writeRecordsPerSecondPerShard`?",
    ],
  ],
  [
    "a dead-letter queue that is not there",
    "queue: work-dead",
    "queue: work-ded",
    ["queues.work.deadLetter.queue: there is no queue `work-ded`; did you mean `work-dead`?"],
  ],
  [
    "a queue that is its own dead-letter queue",
    "queue: work-dead",
    "queue: work",
    ["queues.work.deadLetter.queue: a queue cannot be its own dead-letter queue"],
  ],
  [
    "two stages of one name",
    "- name: distribute",
    "- name: raw",
    ["stages.raw.name: a second one of `stages` is named `raw`"],
  ],
  [
    "a queue that nobody reads",
    "queues: [audience, work]",
    "queues: [audience, work, work-dead]",
    [
      "queues.work.deadLetter.queue: a fan-out fills `work-dead`: " +
        "dead letters could not be told apart",
      "stages.distribute.queues.2: no stage reads the queue `work-dead`: it would never drain",
    ],
  ],
  [
    "prefixes that overlap",
    "prefix: quarantine/",
    "prefix: final/bad/",
    [
      "stages.work.quarantine.prefix: " +
        "the prefix `final/bad/` overlaps `final/` in the bucket `lake`",
    ],
  ],
  [
    "shares that do not add up",
    "iot: 33%",
    "iot: 33.5%",
    ["load.mix: the shares add up to 100.5 %, expected 100 %"],
  ],
  [
    "23 hours",
    "0.55, 0.28,",
    "0.28,",
    [
      "load.hourly: found a list, expected 24 numbers, one an hour from midnight, " +
        "none below 0 and not all 0",
    ],
  ],
  [
    "too many readers of a shard",
    /pollsPerSecond: 1\n {4}batchSize/,
    "pollsPerSecond: 4.5\n    batchSize",
    [
      "stages.distribute.pollsPerSecond: the readers of `logs` poll each shard 5.5 times a " +
        "second (raw 1, distribute 4.5), expected at most 5 together",
    ],
  ],
  [
    "a visibility timeout below six intervals, and a lease that does not fit it",
    /visibilityTimeout: 30s\n {4}deadLetter: \{ queue: work/,
    "visibilityTimeout: 15s\n    deadLetter: { queue: work",
    [
      "queues.work.visibilityTimeout: found 15 s, expected at least 30 s: " +
        "6 times the interval of `work`'s delivery to FINAL",
      "stages.work.deduplication.lease: found 20 s, expected from 10 s (two deliveries to FINAL) " +
        "to 15 s (the queue's visibility timeout)",
    ],
  ],
  [
    "a drain that ends before a lost worker's messages come back",
    "drainDeadline: 90s",
    "drainDeadline: 30s",
    [
      "drainDeadline: found 30 s, expected at least 35 s: what a lost worker held comes back " +
        "only after the visibility timeout, and then waits for a delivery",
    ],
  ],
  [
    "copies within the window that come too late for it",
    "within: 10s..2h",
    "within: 10s..5h50min",
    [
      "load.planted.within: a copy comes up to 29.2 s after its original (real time), expected " +
        "at most 27.9 s: the window of 30 s less 2.1 s for the way to the workers " +
        "(linger, poll, batching, reserve)",
    ],
  ],
  [
    "copies beyond the window that come too early",
    "beyond: 10h..12h",
    "beyond: 7h..12h",
    [
      "load.planted.beyond: a copy comes as early as 35 s after its original (real time), " +
        "expected at least 37.1 s: the window of 30 s and 7.1 s for the way to FINAL " +
        "(linger, poll, batching, delivery, reserve)",
    ],
  ],
  [
    "copies that come after the end",
    "beyond: 10h..12h",
    "beyond: 10h..24h",
    [
      "load.planted.beyond: a copy beyond the window comes as late as the whole stretch of 24 h " +
        "is long",
    ],
  ],
  [
    "a day that is played slower than it is",
    "span: 24h",
    "span: 1min",
    [
      "playback.playedIn: a stretch of 1 min cannot be played slower than it is",
      "load.planted.within: a copy within the window comes as late as the whole stretch of 1 min " +
        "is long",
      "load.planted.beyond: a copy beyond the window comes as late as the whole stretch of 1 min " +
        "is long",
    ],
  ],
  [
    "a burn window that does not confirm",
    "short: 5min",
    "short: 1h",
    ["checks.availability.burn.short: found 1 h, expected less than `long`, which is 1 h"],
  ],
];

describe("what must hold between the parts", () => {
  it.each(cases)("finds %s", (...[, from, to, mistakes]) => {
    expect(after(peakDay, from, to)).toEqual(mistakes);
  });

  it.each([
    ["latency:\n", "latency:\n    final: p99 <= 5s\n", "latency.final", "`workers`"],
    ["latency:\n", "latency:\n    answered: max < 5s\n", "latency.answered", "`collectors`"],
    ["latency:\n", "latency:\n    received: max < 5s\n", "latency.received", "`workers`"],
    ["latency:\n", "latency:\n    audience: max < 5s\n", "latency.audience", "`queue-consumer`"],
    ["ordering:", "deduplication: {}\n  ordering:", "deduplication", "`workers`"],
    ["ingestWithin: 5s", "ingestWithin: 5s, freshnessWithin: 5s", "", "`workers`"],
  ])("finds a check without its stage: %j to %j", (...[from, to, place, kinds]) => {
    const path = `checks.${place === "" ? "availability.freshnessWithin" : place}`;
    expect(after(lab, from, to)).toEqual([
      `${path}: nothing to judge: it needs a stage of the kind ${kinds}`,
    ]);
  });

  it("finds a stage on a stream that nothing writes to", () => {
    const other = "    shards: 1\n  - name: other\n    shards: 1\n";
    const text = lab.replace("    shards: 1\n", other);
    expect(
      after(text, "kind: reader\n    stream: bicimad", "kind: reader\n    stream: other"),
    ).toEqual([
      "stages.second-program.stream: nothing writes to `other`: the producer writes to `bicimad`",
    ]);
  });

  it("finds two stages that would share a queue's messages", () => {
    const rival = "  - name: rival\n    kind: queue-consumer\n    queue: work\n\ndrainDeadline";
    expect(after(peakDay, "drainDeadline", rival)).toEqual([
      "stages.rival.queue: `work` reads `work` too: a message goes to only one of them; " +
        "give each a queue of its own and let the fan-out fill both",
    ]);
  });

  it("finds a second delivery: RAW is read back from one place", () => {
    const second =
      "  - name: again\n    kind: delivery\n    stream: bicimad\n" +
      "    to: { bucket: lab, prefix: again/ }\n\ndrainDeadline";
    expect(after(lab, "drainDeadline", second)).toEqual([
      "stages.again.kind: a second stage of this kind: RAW is read back from one",
    ]);
  });

  it("finds sabotage of a stage that is not there", () => {
    const sabotage = "sabotage: { killWorkerAt: 50%, producerForgetsFailures: true }\nchecks:";
    expect(after(lab, "checks:", sabotage)).toEqual([
      "sabotage.killWorkerAt: there is no stage of the kind `workers` to break",
    ]);
  });

  it("says nothing that rests on a mistaken value", () => {
    expect(after(peakDay, "window: 6h", "window: six")).toEqual([
      "stages.work.deduplication.window: found `six`, " +
        "expected a duration from 1s to 24h, as in `24h`, `2min` or `5s`",
    ]);
  });
});
