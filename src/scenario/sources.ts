import type { GeneratorName, SourcePlan } from "./plan.ts";
import type { ReplayRecords } from "./recordings.ts";
import type { Scenario } from "./schema.ts";
import { splitByShares } from "./split.ts";

/**
 * The stripes of each generator. They are the generators' own constants: they stand here as well
 * because a plan is plain data and this layer does not know the generators. A test compares them.
 */
export const stripesOf: Readonly<Record<GeneratorName, number>> = {
  clickstream: 64,
  iot: 64,
  bicimad: 16,
  customers: 64,
  tickets: 16,
  changes: 16,
};

/** The order of the sources: a new one comes last, since a source's index is in its event ids. */
export const generatorNames = Object.keys(stripesOf) as readonly GeneratorName[];

/** The stripes of a recording, as `stripesOf`. */
export const replayStripes = 16;

export interface VolumeSplit {
  /** By the order of `generatorNames`. */
  readonly ofMix: readonly number[];
  /** By the entries of `load.replay`; 0 for those at their own speed, which have no share. */
  readonly ofReplay: readonly number[];
}

type Shares = Pick<Scenario["load"], "mix" | "replay">;

/** The records of the volume by the shares of it. */
export function splitVolume({ mix, replay }: Shares, records: number): VolumeSplit {
  const ofMix = generatorNames.map((name) => mix[name] ?? 0);
  const split = splitByShares(records, [...ofMix, ...replay.map(({ share }) => share ?? 0)]);
  return { ofMix: split.slice(0, ofMix.length), ofReplay: split.slice(ofMix.length) };
}

/**
 * The sources, in a fixed order: those of the mix that have a share, with records that add up to
 * the volume's, and then the recordings.
 */
export function resolveSources(
  { mix, replay }: Shares,
  { volumeRecords, recordings }: { volumeRecords: number; recordings: readonly ReplayRecords[] },
): readonly SourcePlan[] {
  const { ofMix, ofReplay } = splitVolume({ mix, replay }, volumeRecords);
  const generated = generatorNames.flatMap((generator, index) => {
    const share = mix[generator] ?? 0;
    if (share === 0) return [];
    return [{ generator, share, records: ofMix[index] ?? 0, stripes: stripesOf[generator] }];
  });
  const replayed = recordings.map(({ recordedRecords, ...recording }, index) => {
    const share = replay[index]?.share ?? 0;
    const records = recordedRecords ?? ofReplay[index] ?? 0;
    return { ...recording, share, records, stripes: replayStripes };
  });
  const sources: readonly SourcePlan[] = [...generated, ...replayed];
  if (recordings.every(({ recordedRecords }) => recordedRecords === undefined)) return sources;
  // What comes at its own speed is not a part of the volume: shares are of all that is sent.
  const total = sources.reduce((sum, { records }) => sum + records, 0);
  return sources.map((source) => ({ ...source, share: source.records / total }));
}
