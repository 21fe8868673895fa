import type { Finding } from "../../core/document/finding.ts";
import type { Scenario } from "../schema.ts";
import { sinks } from "./references.ts";

/** No prefix of a bucket is inside another: what is read back must have one writer. */
export function sinkRules(scenario: Scenario): readonly Finding[] {
  const all = sinks(scenario);
  return all.flatMap(({ sink, path }, index) =>
    all.slice(0, index).flatMap((earlier): Finding[] => {
      if (earlier.sink.bucket !== sink.bucket) return [];
      const [a, b] = [earlier.sink.prefix, sink.prefix];
      if (!a.startsWith(b) && !b.startsWith(a)) return [];
      const message = `the prefix \`${b}\` overlaps \`${a}\` in the bucket \`${sink.bucket}\``;
      const uses = [
        [...path, "bucket"],
        [...earlier.path, "bucket"],
        [...earlier.path, "prefix"],
      ];
      return [{ path: [...path, "prefix"], message, uses }];
    }),
  );
}
