import { dirname, resolve } from "node:path";
import type { Finding } from "../core/document/finding.ts";
import type { RecordingSettings, RecordingSurvey, SurveyRecording } from "../core/recording.ts";
import { formatCount } from "../core/units.ts";
import type { Plan } from "./plan.ts";
import type { ReplayPlan } from "./replay-plan.ts";
import type { Scenario } from "./schema.ts";

/** Ordinals of a source are 32 bits wide, and one of 16 stripes may have all its records. */
const recordsMax = 250_000_000;

type Entry = Scenario["load"]["replay"][number];

export interface ReadRecordings {
  /** By the entries of `load.replay`; undefined where one cannot be read. */
  readonly surveys: readonly (RecordingSurvey | undefined)[];
  readonly findings: readonly Finding[];
}

export interface ReadingOptions {
  /** The scenario's file: recordings are found from its folder. */
  readonly file: string;
  /** Records of a source, by the entries: what a scaled recording has to give. */
  readonly recordsOf: (index: number) => number;
  readonly survey: SurveyRecording;
}

/** Reads every recording of a scenario once, and holds what is there against what is asked for. */
export function readRecordings(scenario: Scenario, options: ReadingOptions): ReadRecordings {
  const findings: Finding[] = [];
  const surveys = scenario.load.replay.map((entry, index) => {
    const path = ["load", "replay", index];
    const uses = ["timestamp", "zone", "key", "rows", "encoding", "bad", "jitterWithin"];
    const survey = options.survey(settingsOf(entry, options.file));
    const rests = uses.map((name) => [...path, name]);
    if ("problem" in survey) {
      findings.push({ path: [...path, "file"], message: survey.problem, uses: rests });
      return undefined;
    }
    const asked = { entry, survey, spanMs: scenario.playback.span };
    const wrong = misfit({ ...asked, scaledRecords: options.recordsOf(index) });
    if (wrong) {
      const places = [["load", "volume"], ["playback"], [...path, "share"], [...path, "file"]];
      findings.push({ path: [...path, wrong.key], message: wrong.message, uses: places });
    }
    return survey;
  });
  return { surveys, findings };
}

/** An entry as the reader of recordings takes it. */
function settingsOf(entry: Entry, scenarioFile: string): RecordingSettings {
  const { file, encoding, rows, timestamp, zone, key, jitterWithin, shift, bad } = entry;
  return {
    file,
    path: resolve(dirname(scenarioFile), file),
    encoding,
    rows,
    timestamp,
    zone,
    key,
    jitterWithinMs: jitterWithin ?? 0,
    shift,
    bad,
  };
}

interface Asked {
  readonly entry: Entry;
  readonly survey: RecordingSurvey;
  readonly spanMs: number;
  readonly scaledRecords: number;
}

function misfit({ entry, survey, spanMs, scaledRecords }: Asked) {
  const { speed, loop } = entry;
  if (survey.lengthMs === 0 && (loop || speed === "scaled")) {
    const message =
      "all rows have the same time, which cannot be stretched or repeated: " +
      "leave `timestamp` out to space them evenly, or spread them by `jitterWithin`";
    return { key: "timestamp", message } as const;
  }
  if (speed === "scaled") {
    if (loop || scaledRecords <= survey.rows) return undefined;
    const message =
      `${formatCount(scaledRecords)} records are asked for, and the recording has ` +
      `${formatCount(survey.rows)} rows: \`loop: true\` repeats it`;
    return { key: "loop", message } as const;
  }
  const records = sentAsRecorded(entry, { survey, spanMs });
  if (records === 0) return { key: "file", message: "no row falls into the span" } as const;
  if (records <= recordsMax) return undefined;
  const most = formatCount(recordsMax);
  const message = `${formatCount(records)} records would be sent, expected at most ${most}`;
  return { key: "loop", message } as const;
}

/** A plan whose recordings lie nowhere: where they are makes no difference to what is sent. */
export function withoutPlaces<P extends Pick<Plan, "load">>(plan: P): P {
  const sources = plan.load.sources.map((source) =>
    source.generator === "replay"
      ? { ...source, recording: { ...source.recording, path: "" } }
      : source,
  );
  return { ...plan, load: { ...plan.load, sources } };
}

/** A recording of the plan but for its share. */
export interface ReplayRecords extends Omit<ReplayPlan, "share" | "records" | "stripes"> {
  /** Of one at its own speed, what it sends; of a scaled one undefined: its share decides. */
  readonly recordedRecords: number | undefined;
}

/**
 * The recordings as planned.
 * @param surveys One for each entry of `load.replay`.
 */
export function resolveRecordings(
  { load, playback }: Scenario,
  { surveys, file }: { readonly surveys: ReadRecordings["surveys"]; readonly file: string },
): readonly ReplayRecords[] {
  return load.replay.map((entry, index) => {
    const survey = surveys[index];
    if (!survey) throw new Error(`the recording ${entry.name} was not read`);
    const { name, speed, loop } = entry;
    const { sha256, rows, skipped } = survey;
    const recording = settingsOf(entry, file);
    const recordedRecords =
      speed === "recorded" ? sentAsRecorded(entry, { survey, spanMs: playback.span }) : undefined;
    const plan = {
      generator: "replay",
      name,
      recording,
      sha256,
      rows,
      skipped,
      speed,
      loop,
    } as const;
    return { ...plan, recordedRecords };
  });
}

/** Records that a recording sends at its own speed in a stretch of the day. */
function sentAsRecorded(
  { loop }: Pick<Entry, "loop">,
  { survey, spanMs }: { readonly survey: RecordingSurvey; readonly spanMs: number },
): number {
  return survey.rowsWithin(spanMs, loop ? "looped" : "once");
}
