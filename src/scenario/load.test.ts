import { describe, expect, it } from "vitest";
import { loadScenario } from "./load.ts";
import { formatMistake } from "../core/document/mistake.ts";

function mistakesOf(text: string): string[] {
  const answer = loadScenario(text, { file: "broken.yaml" });
  return "mistakes" in answer ? answer.mistakes.map(formatMistake) : [];
}

const small = `name: small
title: A small one
playback: { span: 1h, playedIn: 10s }
load:
  volume: 100/s
  mix: { iot: 100% }
  producer: { stream: logs }
streams:
  - { name: logs, shards: 1 }
stages:
  - { name: second, kind: reader, stream: logs }
`;

const broken: readonly { name: string; text: string; mistakes: readonly string[] }[] = [
  { name: "a small file without mistakes", text: small, mistakes: [] },
  {
    name: "an empty file",
    text: "",
    mistakes: ["broken.yaml:1:1: found nothing, expected a map"],
  },
  {
    name: "a list",
    text: "- 1",
    mistakes: ["broken.yaml:1:1: found a list, expected a map"],
  },
  {
    name: "text that is not YAML",
    text: `${small}drainDeadline: "1h`,
    mistakes: ['broken.yaml:12:19: YAML: Missing closing "quote'],
  },
  {
    name: "a key that stands twice, and what is wrong besides",
    text: `${small}seed: 1\nseed: -1\n`,
    mistakes: [
      "broken.yaml:12:7: seed: found `-1`, expected a whole number from 0 to 4294967295",
      "broken.yaml:13:1: this key stands twice in its map",
    ],
  },
  {
    name: "an unknown key with a near one, which is not also missing",
    text: small.replace("volume:", "volum:"),
    mistakes: ["broken.yaml:5:3: load.volum: unknown key `volum`; did you mean `volume`?"],
  },
  {
    name: "an unknown key with none near",
    text: small.replace("shards: 1", "shards: 1, colour: red"),
    mistakes: ["broken.yaml:9:30: streams.logs.colour: unknown key `colour`; there is `retention`"],
  },
  {
    name: "quantities without a unit or with another",
    text: small.replace("1h", "60 minutes").replace("10s", "10").replace("100/s", "100"),
    mistakes: [
      "broken.yaml:3:19: playback.span: found `60 minutes`, " +
        "expected a duration from 1s to 7d, as in `24h`, `2min` or `5s`",
      "broken.yaml:3:41: playback.playedIn: found `10`, " +
        "expected a duration from 1s to 24h, as in `24h`, `2min` or `5s`",
      "broken.yaml:5:11: load.volume: found `100`, " +
        "expected a rate of at least 1/day, as in `80M/day` or `1000/s`",
    ],
  },
  {
    name: "missing parts, at the map that they are missing from",
    text: "name: small\nload:\n  volume: 1/s\n",
    mistakes: [
      "broken.yaml:1:1: title: missing: expected a line of text",
      "broken.yaml:1:1: playback: missing: expected a map",
      "broken.yaml:1:1: streams: missing: expected a list of streams",
      "broken.yaml:1:1: stages: missing: expected a list of stages",
      "broken.yaml:2:1: load.producer: missing: expected a map",
      "broken.yaml:2:1: load.mix: missing: expected the shares of the sources",
    ],
  },
  {
    name: "a kind that is nearly one, with what is wrong in the stage",
    text: small.replace("kind: reader, stream: logs", "kind: raeder, stream: lgos, poll: 1"),
    mistakes: [
      "broken.yaml:11:27: stages.second.kind: found `raeder`, expected one of `collectors`, " +
        "`delivery`, `fan-out`, `queue-consumer`, `workers` or `reader`; did you mean `reader`?",
      "broken.yaml:11:43: stages.second.stream: there is no stream `lgos`; did you mean `logs`?",
      "broken.yaml:11:49: stages.second.poll: unknown key `poll`; did you mean `pollsPerSecond`?",
    ],
  },
  {
    name: "a kind that is none: nothing else is said of the stage",
    text: small.replace("kind: reader", "kind: teleport"),
    mistakes: [
      "broken.yaml:11:27: stages.second.kind: found `teleport`, expected one of `collectors`, " +
        "`delivery`, `fan-out`, `queue-consumer`, `workers` or `reader`",
    ],
  },
  {
    name: "thresholds, one of a list",
    text: `${small}checks:\n  latency:\n    read: p95 <= 1s\n    acknowledged: [max < 1s, 3]\n`,
    mistakes: [
      "broken.yaml:14:11: checks.latency.read: found `p95 <= 1s`, expected a threshold, as in " +
        "`p99 <= 250ms` or `max < 2s` (p50, p90, p99, p99.9, p99.99, max)",
      "broken.yaml:15:30: checks.latency.acknowledged.1: found `3`, expected a threshold, as in " +
        "`p99 <= 250ms` or `max < 2s` (p50, p90, p99, p99.9, p99.99, max)",
    ],
  },
  {
    name: "mistakes of shape and between the parts, at once and in order",
    text: small
      .replace("stream: logs }\nstreams", "stream: lgos }\nstreams")
      .replace("iot: 100%", "iot: 90%")
      .replace("shards: 1", "shards: none"),
    mistakes: [
      "broken.yaml:6:3: load.mix: the shares add up to 90 %, expected 100 %",
      "broken.yaml:7:23: load.producer.stream: there is no stream `lgos`; did you mean `logs`?",
      "broken.yaml:9:27: streams.logs.shards: found `none`, expected a whole number from 1 to 1000",
    ],
  },
];

describe("loadScenario", () => {
  it.each(broken)("reports $name", ({ text, mistakes }) => {
    expect(mistakesOf(text)).toEqual(mistakes);
  });

  it("follows an alias to the place of a mistake", () => {
    const text = `${small}queues: &q\n  - { name: a, visibilityTimeout: 1 }\nbuckets: *q\n`;
    expect(mistakesOf(text).map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual(
      [
        "broken.yaml:13:35: queues.a.visibilityTimeout",
        "broken.yaml:13:13: buckets.a.name",
        "broken.yaml:13:16: buckets.a.visibilityTimeout",
      ].sort(),
    );
  });

  it("takes the seed of the options before the file's", () => {
    const answer = loadScenario(`${small}seed: 7\n`, { file: "a.yaml", seed: 9 });
    expect("plan" in answer && answer.plan.seed).toBe(9);
  });
});
