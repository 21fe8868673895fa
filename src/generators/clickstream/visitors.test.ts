import { describe, expect, it } from "vitest";
import { chiSquareMisfit } from "../../../test/support/goodness-of-fit.ts";
import { countsOf } from "../../../test/support/samples.ts";
import { Random } from "../../core/random.ts";
import { EventWriter } from "../event-writer.ts";
import { androidShare, browserShares, deviceShares, versionShares } from "./agents.ts";
import { channels } from "./channels.ts";
import {
  drawVisitor,
  firstVisitShare,
  mobileShare,
  signedInShare,
  writeVisitor,
} from "./visitors.ts";

interface Written {
  readonly userId: string;
  readonly visit: number;
  readonly platform: "web" | "android" | "ios";
  readonly userAgent: string;
  readonly appVersion?: string;
  readonly referrer: string;
  readonly campaign?: string;
  readonly medium?: string;
}

const at = (hour: number) => Date.parse("2026-06-15T00:00:00Z") + hour * 3_600_000;
const writer = new EventWriter();

function visitors(hour: number, count: number): Written[] {
  const random = Random.from("visitors", hour);
  return Array.from({ length: count }, () => {
    writer.begin();
    writer.ascii('{"userId":"');
    writeVisitor(writer, drawVisitor(random, at(hour)));
    writer.ascii("}");
    return JSON.parse(writer.take().toString()) as Written;
  });
}

function fits(names: Iterable<string>, shares: Iterable<readonly [string, number]>): boolean {
  return chiSquareMisfit(countsOf(names), Object.fromEntries(shares)) < 1;
}

const yesOrNo = (share: number) => Object.entries({ true: share, false: 1 - share });
const nameOf = ({ referrer, campaign }: { referrer: string; campaign?: string | undefined }) =>
  `${referrer} ${campaign}`;

describe("visitors", () => {
  // At 3 h and at 15 h the hour has no part in first visits and platforms.
  const drawn = visitors(15, 40_000);

  it("come with browsers, devices and versions in the stated shares", () => {
    const on = (platform: string) => drawn.filter((visitor) => visitor.platform === platform);
    expect(
      fits(
        on("web").map(({ userAgent }) => userAgent),
        browserShares,
      ),
    ).toBe(true);
    for (const platform of ["android", "ios"] as const) {
      const devices = on(platform).map(({ userAgent }) => /\((.*)\)/.exec(userAgent)?.[1] ?? "");
      expect(fits(devices, deviceShares[platform])).toBe(true);
    }
    const apps = drawn.filter(({ platform }) => platform !== "web");
    expect(
      fits(
        apps.map(({ appVersion = "" }) => appVersion),
        versionShares,
      ),
    ).toBe(true);
    const android = apps.map(({ platform }) => String(platform === "android"));
    expect(fits(android, yesOrNo(androidShare))).toBe(true);
    expect(apps.every(({ userAgent, appVersion = "-" }) => userAgent.includes(appVersion))).toBe(
      true,
    );
  });

  it("come by channels in the stated shares", () => {
    const shares = channels.map(
      (channel) =>
        [nameOf({ ...channel, campaign: channel.campaign?.name }), channel.share] as const,
    );
    expect(fits(drawn.map(nameOf), shares)).toBe(true);
    expect(
      drawn.filter(({ campaign, medium }) => (campaign === undefined) !== (medium === undefined)),
    ).toEqual([]);
  });

  it.each([3, 9, 15, 21])(
    "at %d h come first, or again, as the channel and the hour have it",
    (hour) => {
      const all = visitors(hour, 12_000);
      const wrong = channels.filter(({ referrer, campaign, firstVisits }) => {
        const name = nameOf({ referrer, campaign: campaign?.name });
        const first = all.filter((visitor) => nameOf(visitor) === name);
        const share = firstVisitShare(firstVisits, at(hour));
        return !fits(
          first.map(({ visit }) => String(visit === 1)),
          yesOrNo(share),
        );
      });
      expect(wrong).toEqual([]);
      const mobile = all.map(({ platform }) => String(platform !== "web"));
      expect(fits(mobile, yesOrNo(mobileShare(at(hour))))).toBe(true);
    },
  );

  it("are on a first visit more often by a campaign: 48 % against 31 %", () => {
    const share = (visits: readonly Written[]) =>
      visits.filter(({ visit }) => visit === 1).length / visits.length;
    expect(share(drawn.filter(({ campaign }) => campaign !== undefined))).toBeCloseTo(0.48, 1.5);
    expect(share(drawn.filter(({ campaign }) => campaign === undefined))).toBeCloseTo(0.31, 1.5);
  });

  it("sign in more often when they come again", () => {
    for (const [kind, share] of Object.entries(signedInShare)) {
      const those = drawn.filter(({ visit }) => (visit === 1) === (kind === "first"));
      const signedIn = those.map(({ userId }) => String(userId !== "anonymous"));
      expect(fits(signedIn, yesOrNo(share))).toBe(true);
    }
  });
});
