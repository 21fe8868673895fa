// To add a generator: write a file with a `Generator` beside this one, and give it a line here.
// Its `name` is what a scenario calls it, and what its events carry as `source`.
import { bicimad } from "./bicimad.ts";
import { clickstream } from "./clickstream.ts";
import type { Generator } from "./generator.ts";
import { iot } from "./iot.ts";

export const generators = { clickstream, iot, bicimad } as const satisfies Readonly<
  Record<string, Generator>
>;
