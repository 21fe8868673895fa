import type { Random } from "../../core/random.ts";
import { hourOfDay } from "../instant.ts";
import { Weighted } from "../weighted.ts";

export type Platform = "web" | "android" | "ios";

const onWindows =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
const onMac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15";

const browsers = new Weighted(
  [
    `${onWindows} Chrome/138.0.0.0`,
    `${onWindows} Edg/138.0.0.0`,
    `${onMac} Version/18.5 Safari/605.1.15`,
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  ],
  [58, 14, 20, 8],
);

const devices: Readonly<Record<Exclude<Platform, "web">, Weighted<string>>> = {
  android: new Weighted(
    [
      "Android 15; SM-A556B",
      "Android 14; SM-A146P",
      "Android 15; Pixel 9",
      "Android 13; 2201117TY",
    ],
    [35, 30, 15, 20],
  ),
  ios: new Weighted(
    ["iOS 18.5; iPhone16,2", "iOS 18.5; iPhone15,4", "iOS 17.7; iPhone12,1"],
    [40, 35, 25],
  ),
};

const versions = new Weighted(
  ["7.14.2", "7.14.1", "7.13.0", "7.9.4", "6.22.8"],
  [60, 18, 12, 7, 3],
);

const places = new Weighted(
  [
    '"country":"ES","language":"es-ES"',
    '"country":"ES","language":"ca-ES"',
    '"country":"PT","language":"pt-PT"',
    '"country":"FR","language":"fr-FR"',
    '"country":"MX","language":"es-MX"',
    '"country":"DE","language":"de-DE"',
    '"country":"GB","language":"en-GB"',
  ],
  [60, 9, 8, 8, 7, 4, 4],
);

const channels = new Weighted(
  [
    '"referrer":"direct"',
    '"referrer":"google.com"',
    '"referrer":"google.com","campaign":"brand_search"',
    '"referrer":"instagram.com","campaign":"summer_sale"',
    '"referrer":"newsletter","campaign":"weekly_24"',
    '"referrer":"push","campaign":"cart_reminder"',
  ],
  [38, 27, 12, 11, 8, 4],
);

const users = 2_000_000;
const signedInShare = 0.4;

/** Share of the sessions that begin in the app: people shop by phone in the evening. */
export function mobileShare(dayEpochMs: number): number {
  return 0.62 + 0.13 * Math.cos(((hourOfDay(dayEpochMs) - 21) / 24) * 2 * Math.PI);
}

export function drawPlatform(random: Random, dayEpochMs: number): Platform {
  if (!random.chance(mobileShare(dayEpochMs))) return "web";
  return random.chance(0.68) ? "android" : "ios";
}

/** A visitor's members in every event of the session, as JSON text. */
export function drawVisitor(random: Random, platform: Platform): string[] {
  const user = random.chance(signedInShare) ? `u${random.below(users)}` : "anonymous";
  return [
    `"userId":"${user}"`,
    `"platform":"${platform}"`,
    ...drawAgent(random, platform),
    places.pick(random),
    channels.pick(random),
  ];
}

function drawAgent(random: Random, platform: Platform): string[] {
  if (platform === "web") return [`"userAgent":"${browsers.pick(random)}"`];
  const version = versions.pick(random);
  const device = devices[platform].pick(random);
  return [`"appVersion":"${version}"`, `"userAgent":"Tienda/${version} (${device})"`];
}
