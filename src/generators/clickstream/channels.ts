import type { Random } from "../../core/random.ts";
import { encoded } from "../event-writer.ts";
import { Weighted } from "../weighted.ts";

/** A way in which visitors come to the shop. */
export interface Channel {
  readonly referrer: string;
  /** As the link's `utm_campaign` and `utm_medium` say it. */
  readonly campaign?: { readonly name: string; readonly medium: string };
  /** Share of all sessions. */
  readonly share: number;
  /** Share of first visits among its sessions, as the mean of the day. */
  readonly firstVisits: number;
}

/**
 * 35 % of the sessions come by a campaign, and 48 % of those are first visits; of the others, 31 %
 * are. Mail and push reach those who are known already: it is the paid campaigns that find people.
 */
export const channels: readonly Channel[] = [
  { referrer: "direct", share: 0.38, firstVisits: 0.25 },
  { referrer: "google.com", share: 0.27, firstVisits: 0.4 },
  paid({ referrer: "google.com", name: "brand_search", medium: "cpc" }, [0.12, 0.6]),
  paid({ referrer: "instagram.com", name: "summer_sale", medium: "social" }, [0.11, 0.75]),
  paid({ referrer: "newsletter", name: "weekly_24", medium: "email" }, [0.08, 0.15]),
  paid({ referrer: "push", name: "cart_reminder", medium: "push" }, [0.04, 0.05]),
];

function paid(
  link: { readonly referrer: string; readonly name: string; readonly medium: string },
  [share, firstVisits]: readonly [share: number, firstVisits: number],
): Channel {
  const { referrer, ...campaign } = link;
  return { referrer, campaign, share, firstVisits };
}

const placeShares: readonly (readonly [country: string, language: string, share: number])[] = [
  ["ES", "es-ES", 0.6],
  ["ES", "ca-ES", 0.09],
  ["PT", "pt-PT", 0.08],
  ["FR", "fr-FR", 0.08],
  ["MX", "es-MX", 0.07],
  ["DE", "de-DE", 0.04],
  ["GB", "en-GB", 0.04],
];

/** Where a visitor comes from: the country, and the channel. They do not depend on each other. */
export interface Arrival {
  readonly channel: Channel;
  /** The members of an event that tell of both, as JSON text. */
  readonly members: Uint8Array;
  readonly share: number;
}

export const arrivals: readonly Arrival[] = placeShares.flatMap(([country, language, placeShare]) =>
  channels.map((channel) => {
    const { referrer, campaign, share } = channel;
    const place = `,"country":"${country}","language":"${language}","referrer":"${referrer}"`;
    const by = campaign && `,"campaign":"${campaign.name}","medium":"${campaign.medium}"`;
    return { channel, members: encoded(place + (by ?? "")), share: placeShare * share };
  }),
);

const numbers = new Weighted(
  arrivals.map((_, number) => number),
  arrivals.map(({ share }) => share),
);

/** The number of an arrival. */
export function drawArrival(random: Random): number {
  return numbers.pick(random);
}
