import type { RecordingSettings } from "../core/recording.ts";

export interface ShareOfLoad {
  readonly share: number;
  /** Intended records of this source; the sources add up to the load's. */
  readonly records: number;
  /** The generator's stripes: the record with this ordinal has sequence · stripes + stripe. */
  readonly stripes: number;
}

/** A recording. Its rows go to stripes by their keys, so that ordinals have gaps. */
export interface ReplayPlan extends ShareOfLoad {
  readonly generator: "replay";
  /** The events' `type`, and the first part of their partition keys. */
  readonly name: string;
  readonly recording: RecordingSettings;
  /** Of the file when the scenario was loaded, hexadecimal: it has to be the same when it plays. */
  readonly sha256: string;
  readonly rows: number;
  /** Bad rows that are left out. */
  readonly skipped: number;
  /**
   * `recorded`: its gaps, divided by the compression. `scaled`: stretched to fill the span with the
   * records of its share.
   */
  readonly speed: "recorded" | "scaled";
  readonly loop: boolean;
}
