import type { Random } from "../../core/random.ts";
import { encoded } from "../event-writer.ts";
import { Weighted } from "../weighted.ts";

/** Share of Android among the phones. */
export const androidShare = 0.68;

type Shares = readonly (readonly [name: string, share: number])[];

const onWindows =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
const onMac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15";

/** User agents of the sessions on the web. */
export const browserShares: Shares = [
  [`${onWindows} Chrome/138.0.0.0`, 0.58],
  [`${onMac} Version/18.5 Safari/605.1.15`, 0.2],
  [`${onWindows} Edg/138.0.0.0`, 0.14],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", 0.08],
];

/** Devices of the sessions in the app, by platform. */
export const deviceShares: Readonly<Record<"android" | "ios", Shares>> = {
  android: [
    ["Android 15; SM-A556B", 0.35],
    ["Android 14; SM-A146P", 0.3],
    ["Android 13; 2201117TY", 0.2],
    ["Android 15; Pixel 9", 0.15],
  ],
  ios: [
    ["iOS 18.5; iPhone16,2", 0.4],
    ["iOS 18.5; iPhone15,4", 0.35],
    ["iOS 17.7; iPhone12,1", 0.25],
  ],
};

/** Versions of the app, on every device alike. */
export const versionShares: Shares = [
  ["7.14.2", 0.6],
  ["7.14.1", 0.18],
  ["7.13.0", 0.12],
  ["7.9.4", 0.07],
  ["6.22.8", 0.03],
];

/** A browser, or the app on a device. */
export interface Agent {
  readonly isMobile: boolean;
  /** The members of an event that tell of the platform and the agent, as JSON text. */
  readonly members: Uint8Array;
  /** Share among the browsers, or among the apps. */
  readonly share: number;
}

export const agents: readonly Agent[] = [
  ...browserShares.map(([browser, share]) => ({
    isMobile: false,
    members: encoded(`,"platform":"web","userAgent":"${browser}"`),
    share,
  })),
  ...apps("android", androidShare),
  ...apps("ios", 1 - androidShare),
];

function apps(platform: "android" | "ios", platformShare: number): Agent[] {
  return versionShares.flatMap(([version, versionShare]) =>
    deviceShares[platform].map(([device, deviceShare]) => ({
      isMobile: true,
      members: encoded(
        `,"platform":"${platform}","appVersion":"${version}",` +
          `"userAgent":"Tienda/${version} (${device})"`,
      ),
      share: platformShare * versionShare * deviceShare,
    })),
  );
}

const numbers = {
  app: numbered((agent) => agent.isMobile),
  browser: numbered((agent) => !agent.isMobile),
} as const;

/** The number of an agent. */
export function drawAgent(random: Random, kind: keyof typeof numbers): number {
  return numbers[kind].pick(random);
}

function numbered(belongs: (agent: Agent) => boolean): Weighted<number> {
  return new Weighted(
    [...agents.keys()],
    agents.map((agent) => (belongs(agent) ? agent.share : 0)),
  );
}
