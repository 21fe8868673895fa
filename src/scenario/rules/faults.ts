import type { Finding } from "../../core/document/finding.ts";
import { suggestion } from "../../core/document/mistake.ts";
import { nearestName } from "../../core/document/nearest.ts";
import type { Scenario } from "../schema.ts";

/** A fault that names a stream, queue or bucket names one that is there. */
export function faultRules(scenario: Scenario): readonly Finding[] {
  const { streams, queues, buckets } = scenario;
  const names = [...new Set([...streams, ...queues, ...buckets].map(({ name }) => name))];
  return scenario.emulator.faults.flatMap(({ resources = [] }, index) =>
    resources.flatMap((name, place) => {
      if (names.includes(name)) return [];
      const path = ["emulator", "faults", index, "resources", place];
      const message = `there is no stream, queue or bucket \`${name}\``;
      const hint = suggestion(nearestName(name, names), names);
      return [{ path, message, hint, uses: [["streams"], ["queues"], ["buckets"]] }];
    }),
  );
}
