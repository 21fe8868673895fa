import type { Random } from "../../core/random.ts";
import { encoded } from "../event-writer.ts";
import { Weighted } from "../weighted.ts";
import { type Model, models, modelShares, sites, upToDateShare } from "./models.ts";

/** What a device is: its model with a firmware, at a site. */
export interface Make {
  readonly model: Model;
  /** The number of the site. */
  readonly site: number;
  /** The number of the make with the newest firmware. */
  readonly newest: number;
  /** The members of a report that tell of it, as JSON text: from the id's end to the longitude. */
  readonly members: Uint8Array;
  /** Share of all devices before the roll-out. */
  readonly share: number;
}

export const makes: readonly Make[] = build();

const numbers = new Weighted(
  [...makes.keys()],
  makes.map(({ share }) => share),
);

/** The number of the make of a device, as it is before the roll-out. */
export function drawMake(random: Random): number {
  return numbers.pick(random);
}

function build(): Make[] {
  const built: Make[] = [];
  for (const [number, model] of models.entries()) {
    for (const [site, { name }] of sites.entries()) {
      const newest = built.length + model.firmware.length - 1;
      for (const [version, firmware] of model.firmware.entries()) {
        const members = encoded(
          `","model":"${model.name}","firmware":"${firmware}","site":"${name}","lon":`,
        );
        const share = ((modelShares[number] as number) / sites.length) * shareOf(model, version);
        built.push({ model, site, newest, members, share });
      }
    }
  }
  return built;
}

/** Share of a version among the devices of a model, before the newest is rolled out. */
function shareOf({ firmware }: Model, version: number): number {
  const older = firmware.length - 2;
  if (version > older) return 0;
  if (older === 0) return 1;
  return version === older ? upToDateShare : (1 - upToDateShare) / older;
}
