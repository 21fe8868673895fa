import { Random } from "../../core/random.ts";

/** Mean time between two readings of one device, in real time; they come up to 6 s off. */
export const reportSeconds = 60;
export const jitterSeconds = 6;

/** Between two readings that were buffered and are sent late. */
export const burstSeconds = 1;

/** Readings that a device can keep while it is cut off. No outage of a device is longer. */
export const bufferMax = 60;

/**
 * After one in 500 live reports a device is cut off, for a geometric number of readings with a mean
 * of 8 (cut at 60): so 1.6 % of the readings come late in a burst, outages of sites apart.
 */
export const outageChance = 1 / 500;
export const outageReadingsMean = 8;

/** How many readings an outage takes: at least one. */
export function drawOutage(random: Random): number {
  const kept = Math.log(1 - 1 / outageReadingsMean);
  return Math.min(bufferMax, 1 + Math.floor(Math.log(1 - random.float()) / kept));
}

/**
 * In each hour, a site has a chance of one in four to lose its connection, once, for 2 to 10
 * minutes: all its devices fall silent together. They come back within 30 s of each other.
 */
export const siteOutageChance = 0.25;
export const siteOutageSeconds = { min: 120, max: 600 } as const;
export const reconnectSeconds = 30;

const hourSeconds = 3_600;

/** Silence from one second up to another; none where they are equal. */
interface Silence {
  readonly from: number;
  readonly to: number;
}

/** The same for every stripe, as the site is. */
function silenceOf(site: number, hour: number): Silence {
  const random = Random.from("iot", "outage", site, hour);
  if (!random.chance(siteOutageChance)) return { from: 0, to: 0 };
  const { min, max } = siteOutageSeconds;
  const seconds = Math.round(random.between(min, max));
  const from = hour * hourSeconds + random.below(hourSeconds - seconds);
  return { from, to: from + seconds };
}

/** Knows which sites are cut off, by the seconds of the fleet's clock, which does not go back. */
export class SiteOutages {
  readonly #sites: number;
  #hour = -1;
  #silences: readonly Silence[] = [];

  constructor(sites: number) {
    this.#sites = sites;
  }

  /** Seconds until the site's connection is back: 0 where it has not lost it. */
  secondsLeft(site: number, now: number): number {
    const hour = Math.floor(now / hourSeconds);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#silences = Array.from({ length: this.#sites }, (_, of) => silenceOf(of, hour));
    }
    const { from, to } = this.#silences[site] as Silence;
    return now >= from && now < to ? to - now : 0;
  }
}
