import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatMistake } from "../core/document/mistake.ts";
import { loadScenario } from "./load.ts";

const smoke = readFileSync(new URL("../../scenarios/smoke.yaml", import.meta.url), "utf8");

/** The smoke scenario with these keys in its producer, and without what that goes to. */
function answerTo(keys: string, entry = "stream: logs") {
  const text = smoke.replace("producer: { stream: logs }", `producer: { ${entry}, ${keys} }`);
  expect(text).not.toBe(smoke);
  return loadScenario(text, { file: "a.yaml" });
}

function planned(keys: string) {
  const answer = answerTo(keys);
  if ("mistakes" in answer) throw new Error(answer.mistakes.map(formatMistake).join("\n"));
  const { call, aggregation, rateLimitShare, partitionKeys } = answer.plan.load.producer;
  return { call, aggregation, rateLimitShare, partitionKeys };
}

const plain = {
  call: "put-records",
  aggregation: undefined,
  rateLimitShare: undefined,
  partitionKeys: { strategy: "by-entity" },
};

describe("how a stream is driven", () => {
  it.each([
    ["linger: 50ms", plain],
    ["call: put-record", { ...plain, call: "put-record" }],
    ["aggregation: { mode: off, bytes: 1 MiB }", plain],
    [
      "aggregation: { mode: kpl }",
      { ...plain, aggregation: { bytesMax: 51_200, recordsMax: 100_000 } },
    ],
    [
      "aggregation: { mode: kpl, bytes: 8 KiB, records: 20 }",
      { ...plain, aggregation: { bytesMax: 8_192, recordsMax: 20 } },
    ],
    ["rateLimit: off", plain],
    ["rateLimit: 150%", { ...plain, rateLimitShare: 1.5 }],
    ["partitionKeys: { strategy: uniform }", { ...plain, partitionKeys: { strategy: "uniform" } }],
    [
      "partitionKeys: { strategy: zipf, exponent: 1.3, keys: 2k }",
      { ...plain, partitionKeys: { strategy: "zipf", exponent: 1.3, keys: 2_000 } },
    ],
    [
      "partitionKeys: { strategy: one-hot, share: 30% }",
      { ...plain, partitionKeys: { strategy: "one-hot", share: 0.3 } },
    ],
  ])("is planned from `%s`", (keys, plan) => {
    expect(planned(keys)).toEqual(plan);
  });

  it.each([
    [
      "rateLimit: fast",
      "load.producer.rateLimit: found `fast`, expected `off`, or a percentage from 1 % to " +
        "1000 %, as in `150%`",
    ],
    [
      "partitionKeys: { strategy: hot }",
      "load.producer.partitionKeys.strategy: found `hot`, expected `by-entity`, " +
        "`uniform`, `zipf` or `one-hot`",
    ],
    [
      "aggregation: { mode: kpl, bytes: 5 MiB }",
      "load.producer.aggregation.bytes: found `5 MiB`, expected a size from 64 B to 1 MiB, as in " +
        "`512 KiB` (the KPL takes no other)",
    ],
    [
      "aggregation: { mode: kpl }, bytes: 20 KiB",
      "load.producer.aggregation.bytes: an aggregate may be larger than a call",
    ],
  ])("answers `%s` with what was expected", (keys, message) => {
    const answer = answerTo(keys);
    if ("plan" in answer) throw new Error("no mistake was found");
    const found = answer.mistakes.map((mistake) => formatMistake(mistake));
    expect(found.map((text) => text.replace(/^a\.yaml:\d+:\d+: /, ""))).toEqual([message]);
  });

  it("belongs to a stream: not to a queue, nor to collectors", () => {
    const keys = "aggregation: { mode: kpl }, rateLimit: 150%, call: put-record";
    const answer = answerTo(keys, "queue: work");
    if ("plan" in answer) throw new Error("no mistake was found");
    const found = answer.mistakes.map(formatMistake).join("\n");
    for (const key of ["aggregation.mode", "rateLimit", "call"]) {
      expect(found).toContain(
        `load.producer.${key}: only a producer that writes to a stream can do this`,
      );
    }
  });
});
