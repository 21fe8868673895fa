// To add a generator: write a file with a `Generator` beside this one, and give it a line here.
// Its `name` is what a scenario calls it, and what its events carry as `source`.
// The compiler then asks for its line in `aforo generate`, a test for its name in `load.mix`.
import { bicimad } from "./bicimad.ts";
import { changes } from "./changes.ts";
import { clickstream } from "./clickstream.ts";
import { customers } from "./customers.ts";
import type { Generator } from "./generator.ts";
import { iot } from "./iot.ts";
import { tickets } from "./tickets.ts";

export const generators = {
  clickstream,
  iot,
  bicimad,
  customers,
  tickets,
  changes,
} as const satisfies Readonly<Record<string, Generator>>;
