import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadScenario } from "./load.ts";
import { formatMistake } from "../core/document/mistake.ts";
import type { Plan } from "./plan.ts";

const peakDay = readFileSync(new URL("../../scenarios/peak-day.yaml", import.meta.url), "utf8");

function load(...options: readonly string[]) {
  const overrides = options.map((option) => {
    const [path = "", ...value] = option.split("=");
    return { path, value: value.join("=") };
  });
  return loadScenario(peakDay, { file: "peak-day.yaml", overrides });
}

function planOf(...options: readonly string[]): Plan {
  const answer = load(...options);
  if ("plan" in answer) return answer.plan;
  throw new Error(answer.mistakes.map(formatMistake).join("\n"));
}

describe("--set", () => {
  it.each<[string, (plan: Plan) => unknown, unknown]>([
    ["load.volume=40M/day", (plan) => plan.load.records, 55_556],
    ["streams.logs.shards=2", (plan) => plan.streams[0]?.shards, 2],
    ["streams.0.shards=3", (plan) => plan.streams[0]?.shards, 3],
    ["seed=42", (plan) => plan.seed, 42],
    ["stages.distribute.queues=[work, audience]", queuesOfFanOut, ["work", "audience"]],
    ["checks.latency.raw=max < 1min", (plan) => plan.checks.latency?.thresholds.at(-2)?.ms, 60_000],
    ["sabotage.deduplication=off", (plan) => plan.sabotage.deduplicationOff, true],
    ["sabotage.workerDropsOneIn=1000", (plan) => plan.sabotage.workerDropsOneIn, 1_000],
    ["sabotage.deliveryAltersOneIn=10k", (plan) => plan.sabotage.deliveryAltersOneIn, 10_000],
    [
      "sabotage.producerForgetsFailures=true",
      ({ sabotage }) => sabotage.producerForgetsFailures,
      true,
    ],
    ["sabotage.killWorkerAt=50%", (plan) => plan.sabotage.killWorkerAt, 0.5],
    ["stages.work.deduplication.store=valkey://cache:6379", storeOf, "redis://cache:6379"],
    ["stages.work.deduplication.store=rediss://cache:6379", storeOf, "rediss://cache:6379"],
  ])("%s", (option, read, expected) => {
    expect(read(planOf(option))).toEqual(expected);
  });

  it.each([
    ["load.volum=3/s", "--set load.volum: there is no such path; did you mean `load.volume`?"],
    ["volume=3/s", "--set volume: there is no such path; did you mean `load.volume`?"],
    [
      "stages.wrok.instances=3",
      "--set stages.wrok.instances: there is no such path; did you mean `stages.work.instances`?",
    ],
    [
      "__proto__.x=1",
      "--set __proto__.x: there is no such path; there is `name`, `title`, `description`, " +
        "`seed`, `playback`, `load`, `streams`, `queues`, `buckets`, `stages`, `events`, " +
        "`drainDeadline`, `checks`, `emulator` and `sabotage`",
    ],
    [
      "streams.logs=1",
      "--set streams.logs: this is a group of values; " +
        "set one of `name`, `shards` and `retention`",
    ],
    [
      "streams.0.shards=0",
      "--set streams.0.shards: found `0`, expected a whole number from 1 to 1000",
    ],
    ["load.mix.iot=20%", "--set load.mix.iot: load.mix: the shares add up to 87 %, expected 100 %"],
    [
      "load.producer.stream=lgos",
      "--set load.producer.stream: there is no stream `lgos`; did you mean `logs`?",
    ],
    ["seed=[1", "--set seed: the value is not YAML: Flow sequence must end with a ]"],
  ])("%s is a mistake of the option", (option, expected) => {
    const answer = load(option);
    const mistakes = "mistakes" in answer ? answer.mistakes.map(formatMistake) : [];
    expect(mistakes).toEqual([expected]);
  });

  it("changes the hash like the file would", () => {
    const inFile = loadScenario(peakDay.replace("80M/day", "40M/day"), { file: "a.yaml" });
    expect("plan" in inFile && inFile.plan.hash).toBe(planOf("load.volume=40M/day").hash);
    expect(planOf().hash).not.toBe(planOf("load.volume=40M/day").hash);
  });
});

function queuesOfFanOut(plan: Plan): unknown {
  return plan.stages.find((stage) => stage.kind === "fan-out")?.queues;
}

function storeOf(plan: Plan): unknown {
  return plan.stages.find((stage) => stage.kind === "workers")?.deduplication.store;
}
