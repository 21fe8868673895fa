import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { recordingFolder } from "../../test/support/recordings.ts";
import { shippedPlan } from "../../test/support/shipped-plan.ts";
import { contractViolation } from "../generators/contracts.ts";
import { surveyRecording } from "../generators/replay/survey.ts";
import { type GeneratedRecord, recordHash } from "../generators/stripe.ts";
import { loadScenario } from "../scenario/load.ts";
import { formatMistake } from "../core/document/mistake.ts";
import type { Plan } from "../scenario/plan.ts";
import { createSchedule, type Part } from "./schedule.ts";

const written = recordingFolder();

/** A load of one recording: an hour in ten minutes. */
function planOf(content: string, settings: string, volume = ""): Plan {
  const path = written("recording", content);
  const text = `
name: replayed
title: A recording
playback: { span: 1h, playedIn: 10min, startsAt: 08:00 }
load:
  ${volume}
  replay: [{ name: rows, file: ${path}, ${settings} }]
  producer: { stream: logs }
streams: [{ name: logs, shards: 1 }]
stages: [{ name: second, kind: reader, stream: logs }]
`;
  const answer = loadScenario(text, { file: "a.yaml", survey: surveyRecording });
  if ("plan" in answer) return answer.plan;
  throw new Error(answer.mistakes.map(formatMistake).join("\n"));
}

function play(plan: Plan, part?: Part): GeneratedRecord[] {
  const schedule = createSchedule(plan, part);
  const records: GeneratedRecord[] = [];
  while (schedule.peekUs() < Infinity) records.push(schedule.take());
  return records;
}

const parsed = ({ payload }: GeneratedRecord) =>
  JSON.parse(`{${payload.toString()}`) as Record<string, unknown>;

const digits = ({ payload }: GeneratedRecord) =>
  payload.toString().replace(/"eventId":"[^"]+"/, '"eventId":"…"');

describe("a replayed record", () => {
  const rows = '{"ts":1594598735.5,"key":"a","type":"x"}\n{"ts":1594598765.5,"key":"b"}\n';
  const timed = "speed: recorded, timestamp: ts, key: key";

  it("has the members of every event, and then its own", () => {
    expect(play(planOf(rows, timed)).map(digits)).toEqual([
      '"eventId":"…","source":"replay","type":"rows","timestamp":"2020-07-13T00:05:35.500Z",' +
        '"ts":1594598735.5,"key":"a","_type":"x"}',
      '"eventId":"…","source":"replay","type":"rows","timestamp":"2020-07-13T00:06:05.500Z",' +
        '"ts":1594598765.5,"key":"b"}',
    ]);
  });

  it("comes at its recorded time, divided by the compression, with its key", () => {
    const records = play(planOf(rows, timed));
    expect(records.map(({ intendedUs }) => intendedUs)).toEqual([0, 5_000_000]);
    expect(records.map(({ partitionKey }) => partitionKey)).toEqual(["rows/a", "rows/b"]);
  });

  it("carries the times of the played day, written as they were, where they are shifted", () => {
    const [, second] = play(planOf(rows, `${timed}, shift: true`)) as [unknown, GeneratedRecord];
    expect(parsed(second)).toMatchObject({
      timestamp: "2026-06-15T08:00:30.000Z",
      ts: Date.parse("2026-06-15T08:00:30Z") / 1_000,
    });
    const nested = '{"at":{"$date":"2017-04-01 10:00:00"},"n":1}\n';
    const settings = "speed: recorded, timestamp: at.$date, zone: Europe/Madrid, shift: true";
    expect(parsed(play(planOf(nested, settings))[0] as GeneratedRecord)).toMatchObject({
      timestamp: "2026-06-15T08:00:00.000Z",
      at: { $date: "2026-06-15 10:00:00.000" },
      n: 1,
    });
  });

  it("is later by the recording's length in each loop", () => {
    const records = play(planOf(rows, `${timed}, loop: true`));
    expect(records).toHaveLength(120);
    expect(parsed(records[3] as GeneratedRecord)).toMatchObject({
      timestamp: "2020-07-13T00:07:05.500Z",
      ts: 1594598765.5,
    });
    expect(new Set(records.map((record) => parsed(record)["eventId"])).size).toBe(120);
  });

  it("is sent in the order of time, whatever that of the file", () => {
    const plan = planOf(
      "t,n\n2026-01-02,3\n2026-01-01,1\n2026-01-01,2\n",
      "timestamp: t, share: 100%",
      "volume: 18/h",
    );
    expect(
      play({ ...plan, load: { ...plan.load, sources: withRecords(plan, 3) } }).map(
        (record) => parsed(record)["n"],
      ),
    ).toEqual([1, 2, 3]);
  });
});

function withRecords({ load }: Plan, records: number): Plan["load"]["sources"] {
  return load.sources.map((source) => ({ ...source, records }));
}

describe("a recording in a load", () => {
  const plan = shippedPlan("replay-example");
  const whole = play(plan);
  const contents = (records: readonly GeneratedRecord[]) =>
    records
      .map((record) => {
        const { high, low } = recordHash(record);
        return `${record.source} ${record.ordinal} ${high} ${low}`;
      })
      .sort();

  it("sends exactly as many records as planned", () => {
    expect(plan.load.records).toBe(1_500 + 232);
    for (const [index, { records }] of plan.load.sources.entries()) {
      expect(whole.filter(({ source }) => source === index)).toHaveLength(records);
    }
    const endUs = plan.playback.playedInMs * 1_000;
    expect(whole.every(({ intendedUs }) => intendedUs >= 0 && intendedUs < endUs)).toBe(true);
  });

  it.each([1, 2, 3, 5, 16])("is the union of its parts, which are disjoint, of %i", (of) => {
    const parts = Array.from({ length: of }, (_, index) => play(plan, { index, of }));
    expect(contents(parts.flat())).toEqual(contents(whole));
    for (const part of parts) {
      const times = part.map(({ intendedUs }) => intendedUs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  it("keeps a partition key to one stripe of one source", () => {
    const homes = new Map(whole.map((record) => [record.partitionKey, new Set<string>()]));
    for (const { partitionKey, source, stripe } of whole) {
      homes.get(partitionKey)?.add(`${source} ${stripe}`);
    }
    expect([...homes.values()].filter((home) => home.size > 1)).toEqual([]);
  });

  it("plants as in other sources: what is malformed is refused, and nothing else is", () => {
    const kinds = new Set<string>();
    for (const record of whole.filter(({ source }) => source > 0)) {
      kinds.add(record.duplicate?.kind ?? record.kind);
      let wrong: string | undefined;
      try {
        wrong = contractViolation(parsed(record));
      } catch {
        wrong = "no JSON";
      }
      expect(wrong !== undefined).toBe(record.kind === "malformed");
    }
    expect(kinds).toEqual(new Set(["unique", "malformed", "natural", "synthetic"]));
  });

  it("follows from the seed, and is refused when the file has changed", () => {
    expect(contents(play(shippedPlan("replay-example")))).toEqual(contents(whole));
    const other = shippedPlan("replay-example", {}, 2);
    expect(other.hash).toBe(plan.hash);
    expect(contents(play(other))).not.toEqual(contents(whole));
    const changing = planOf('{"a":1}\n', "share: 100%", "volume: 1/h");
    writeFileSync(
      (changing.load.sources[0] as { recording: { path: string } }).recording.path,
      '{"a":2}\n',
    );
    expect(() => play(changing)).toThrow("has changed since the scenario was loaded");
  });

  it("leaves bad rows out where they are to be skipped, and counts them", () => {
    const { load } = planOf(
      '{"a":1}\nnothing\n{"a":3}\n',
      "share: 100%, bad: skip",
      "volume: 12/h",
    );
    expect(load.sources[0]).toMatchObject({ rows: 2, skipped: 1, records: 2 });
  });
});

describe("a mistaken recording", () => {
  const rows = '{"t":"2026-01-01T00:00:00Z"}\n{"t":"2026-01-01T00:10:00Z"}\n';

  it.each([
    [rows, "speed: recorded", "", "7:", "speed: it needs to know where a row's time is"],
    [rows, "share: 100%, shift: true", "volume: 12/h", "7:", "shift: it needs to know"],
    [rows, "timestamp: t", "", "7:", "share: a scaled recording needs its share"],
    [rows, "speed: recorded, timestamp: t, share: 5%", "", "7:", "share: at the recorded speed"],
    [rows, "timestamp: t, share: 100%", "", "5:", "volume: missing: expected a rate"],
    [rows, "speed: recorded, timestamp: t", "volume: 1/h", "6:", "volume: nothing has a share"],
    [rows, "timestamp: t, share: 90%", "volume: 12/h", "5:", "mix: the shares add up to 90 %"],
    [rows, "timestamp: t, share: 100%", "volume: 30/h", "7:", "and the recording has 2 rows"],
    [rows, "timestamp: t, share: 100%, zone: Madrid", "volume: 12/h", "7:", "a time zone by its"],
    [
      rows,
      "timestamp: when, share: 100%",
      "volume: 12/h",
      "7:",
      "recording: line 1: found nothing",
    ],
    ["nothing\n", "share: 100%", "volume: 12/h", "7:", "holds no row that can be played"],
    ['{"t":2e9}\n', "timestamp: t, share: 100%", "volume: 1/h", "7:", "the same time"],
  ])("%j with %s and %s is told by its place", (content, settings, volume, line, message) => {
    const load = () => planOf(content, settings, volume);
    expect(load).toThrow(message);
    expect(load).toThrow(`a.yaml:${line}`);
  });
});
