import { parseArgs } from "node:util";
import { runCampaign } from "./campaign.ts";

/** `npm run fuzz -- --seed 1 --cases 100000 [--first 0]`; exits with 1 where a case fails. */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    cases: { type: "string", default: "20000" },
    first: { type: "string", default: "0" },
  },
});
const [seed, cases, first] = [Number(values.seed), Number(values.cases), Number(values.first)];

const { failures, statuses, heldBytes } = await runCampaign({
  seed,
  cases,
  first,
  onBatch: (done) => process.stderr.write(`\r${done} of ${cases}`),
});
process.stderr.write("\n");
for (const kind of Object.keys(statuses).sort()) console.log(`${statuses[kind]}\t${kind}`);
const [afterFirst, atEnd] = heldBytes.map((bytes) => (bytes / 1_048_576).toFixed(1));
console.log(`held: ${afterFirst} MiB after the first batch, ${atEnd} MiB at the end`);
for (const failure of failures) console.log(`\n${failure}`);
if (failures.length > 0) process.exitCode = 1;
