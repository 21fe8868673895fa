import { expect, it } from "vitest";
import { chiSquareMisfit } from "../../../test/support/goodness-of-fit.ts";
import { countsOf } from "../../../test/support/samples.ts";
import { Random } from "../../core/random.ts";
import {
  bufferMax,
  drawOutage,
  outageReadingsMean,
  siteOutageChance,
  SiteOutages,
  siteOutageSeconds,
} from "./outages.ts";

it("cuts a device off for a geometric number of readings with a mean of 8", () => {
  const random = Random.from("outages");
  const drawn = Array.from({ length: 20_000 }, () => drawOutage(random));
  const upTo = 30;
  const kept = 1 - 1 / outageReadingsMean;
  const shares = Array.from({ length: upTo }, (_, n) => [String(n + 1), kept ** n * (1 - kept)]);
  const named = Object.fromEntries([...shares, ["more", kept ** upTo]]) as Record<string, number>;
  const counts = countsOf(drawn.map((n) => (n <= upTo ? String(n) : "more")));
  expect(chiSquareMisfit(counts, named)).toBeLessThan(1);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(bufferMax);
});

it("cuts a site off once in a quarter of its hours, for 2 to 10 minutes", () => {
  const [sites, hours] = [7, 300];
  const outages = new SiteOutages(sites);
  const silent = Array.from({ length: sites * hours }, () => 0);
  for (let now = 0; now < hours * 3_600; now += 10) {
    for (let site = 0; site < sites; site++) {
      const hour = Math.floor(now / 3_600);
      if (outages.secondsLeft(site, now) > 0) silent[hour * sites + site]! += 10;
    }
  }
  const cut = silent.filter((seconds) => seconds > 0);
  const shares = { true: siteOutageChance, false: 1 - siteOutageChance };
  const counts = countsOf(silent.map((seconds) => String(seconds > 0)));
  expect(chiSquareMisfit(counts, shares)).toBeLessThan(1);
  const { min, max } = siteOutageSeconds;
  expect(cut.filter((seconds) => seconds < min - 10 || seconds > max + 10)).toEqual([]);
  const mean = cut.reduce((sum, seconds) => sum + seconds, 0) / cut.length;
  expect(Math.abs(mean / ((min + max) / 2) - 1)).toBeLessThan(0.05);
});
