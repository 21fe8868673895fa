import { AforoError } from "../core/errors.ts";
import { Random } from "../core/random.ts";
import type { Moment } from "../generators/generator.ts";
import { RecordingError } from "../generators/replay/problem.ts";
import { openRecording, type Recording } from "../generators/replay/recording.ts";
import { replayGenerator } from "../generators/replay/replay.ts";
import { spreadOffsets } from "../generators/replay/timeline.ts";
import { Zone } from "../generators/replay/zone.ts";
import type { Stripe } from "../generators/stripe.ts";
import type { Plan } from "../scenario/plan.ts";
import type { ReplayPlan } from "../scenario/replay-plan.ts";
import { dayStartEpochMs, isOfPart, partStripes } from "./part-stripes.ts";
import { replayPacer } from "./replay-pacer.ts";
import type { PlayedPart, Schedule } from "./schedule.ts";

/**
 * A recording's records in the order of their intended times. Slot n is row n of the recording, by
 * time, pass after pass; its key says which stripe makes it, and the stripe which part. A planted
 * copy takes the place of its slot's row, so that all other rows keep their times.
 */
export function replayCursor(plan: Plan, source: number, part: PlayedPart): Schedule {
  const replay = plan.load.sources[source] as ReplayPlan;
  const recording = opened(replay, (stripe) => isOfPart(stripe, part));
  const { timeline, ours } = recording;
  const { playback } = plan;
  const offsetsMs = spreadOffsets(timeline, Random.from(plan.seed, "jitter", source));
  const pacer = replayPacer({ timeline, offsetsMs, source: replay, playback });
  const dayStartMs = dayStartEpochMs(plan);
  const epochMsOf = ({ dayEpochMs, slot = 0 }: Moment) => {
    const start = timeline.startEpochMs;
    if (start === undefined || replay.recording.shift) return dayEpochMs;
    const pass = Math.floor(slot / offsetsMs.length);
    return start + pass * timeline.lengthMs + (offsetsMs[slot % offsetsMs.length] as number);
  };
  const { name } = replay;
  const zone = new Zone(replay.recording.zone);
  const generator = replayGenerator({ recording, name, zone, epochMsOf });
  const stripes = partStripes(plan, source, { generator, part });

  /** The place of the next slot in the list of this part's rows, pass after pass. */
  let place = 0;
  let slot = 0;
  let us = Infinity;
  const settle = () => {
    const pass = Math.floor(place / Math.max(1, ours.length));
    slot = pass * offsetsMs.length + (ours[place % ours.length] ?? Infinity);
    us = slot < replay.records ? Math.floor(pacer.timeOf(slot)) : Infinity;
  };
  settle();
  return {
    peekUs: () => us,
    take() {
      const dayEpochMs = dayStartMs + (us / 1_000) * playback.compression;
      const stripe = stripes.get(recording.stripeOf(slot % offsetsMs.length)) as Stripe;
      const record = stripe.next({ us, dayEpochMs, slot });
      place++;
      settle();
      return record;
    },
  };
}

function opened(replay: ReplayPlan, isOurs: (stripe: number) => boolean): Recording {
  try {
    return openRecording({ settings: replay.recording, sha256: replay.sha256, isOurs });
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    throw new AforoError("scenario-invalid", error.message, { cause: error });
  }
}
