import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { formatMistake } from "../../src/core/document/mistake.ts";
import { contractViolation } from "../../src/generators/contracts.ts";
import { surveyRecording } from "../../src/generators/replay/survey.ts";
import { createSchedule } from "../../src/load/schedule.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { readPlainly } from "../support/recordings.ts";

const folder = fileURLToPath(new URL("../../../shared/data/", import.meta.url));
const isAbsent = !existsSync(folder);
const because = isAbsent ? " (skipped: ../shared/data is not there)" : "";

/** How each file is read, and what is in it. */
const recordings = [
  {
    file: "iot-telemetry.json",
    settings: { timestamp: "ts", key: "device" },
    rows: 9_995,
    keys: 3,
    lengthMs: [85_731_000, 85_745_000],
  },
  {
    file: "bicimad-docked-bikes-hourly-2022.csv",
    settings: { timestamp: "timestamps", zone: "Europe/Madrid" },
    rows: 8_738,
    keys: undefined,
    lengthMs: [364 * 86_400_000, 366 * 86_400_000],
  },
  {
    file: "bicimad-stations-2017.json",
    settings: { key: "id" },
    rows: 172,
    keys: 172,
    lengthMs: [172, 172],
  },
  {
    file: "bicimad-station-metadata-2022.csv",
    settings: { key: "number" },
    rows: 264,
    keys: 264,
    lengthMs: [264, 264],
  },
] as const;

describe.skipIf(isAbsent)(`real recordings${because}`, () => {
  it.each(recordings)("are read: $file", ({ file, settings, rows, lengthMs: [least, most] }) => {
    const survey = surveyRecording(readPlainly(folder + file, settings));
    expect(survey).toMatchObject({ rows, skipped: 0 });
    if ("problem" in survey) return;
    expect(survey.lengthMs).toBeGreaterThanOrEqual(least);
    expect(survey.lengthMs).toBeLessThanOrEqual(most);
  });

  it.each(recordings)("are played, scaled and looped: $file", ({ file, settings, rows, keys }) => {
    const records = rows * 2 + 1;
    const played = play(file, { ...settings, share: "100%", loop: true }, records);
    expect(played).toHaveLength(records);
    const found = new Set(played.map(({ partitionKey }) => partitionKey));
    expect(found.size).toBe(keys ?? rows);
    const events = played.map(({ payload }) => JSON.parse(`{${payload.toString()}`) as object);
    expect(events.map(contractViolation).filter((wrong) => wrong !== undefined)).toEqual([]);
    expect(new Set(events.map((event) => (event as { eventId: string }).eventId)).size).toBe(
      records,
    );
  });

  it("are played at their own speed: the 24 hours of the telemetry, in two minutes", () => {
    const settings = { timestamp: "ts", key: "device", speed: "recorded" };
    const played = play("iot-telemetry.json", settings);
    expect(played.length).toBeGreaterThan(9_900);
    expect(played.at(-1)?.intendedUs).toBeGreaterThan(119_000_000);
  });

  it("are spread inside the hour that they are truncated to", () => {
    const settings = { timestamp: "timestamps", zone: "Europe/Madrid", jitterWithin: "1h" };
    const file = "bicimad-docked-bikes-hourly-2022.csv";
    const played = play(file, { ...settings, speed: "recorded", shift: true });
    expect(played).toHaveLength(24);
    const hours = played.map(({ intendedUs }) => Math.floor((intendedUs * 720) / 3_600_000_000));
    expect(hours).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
  });
});

function play(file: string, settings: Readonly<Record<string, unknown>>, records?: number) {
  const entry = { name: "real", file: folder + file, ...settings };
  const volume = records === undefined ? {} : { volume: `${records}/s` };
  const answer = loadScenario(
    JSON.stringify({
      name: "real",
      title: "A real recording",
      playback:
        records === undefined ? { span: "24h", playedIn: "2min" } : { span: "1s", playedIn: "1s" },
      load: { ...volume, replay: [entry], producer: { stream: "logs" } },
      streams: [{ name: "logs", shards: 1 }],
      stages: [{ name: "second", kind: "reader", stream: "logs" }],
    }),
    { file: "real.yaml", survey: surveyRecording },
  );
  if ("mistakes" in answer) throw new Error(answer.mistakes.map(formatMistake).join("\n"));
  const schedule = createSchedule(answer.plan);
  return Array.from({ length: answer.plan.load.records }, () => schedule.take());
}
