import type { Finding } from "../../core/document/finding.ts";
import type { Scenario } from "../schema.ts";

/** Names are unique within their kind. */
export function nameRules(scenario: Scenario): readonly Finding[] {
  return (["streams", "queues", "buckets", "stages"] as const).flatMap((list) => {
    const first = new Map<string, number>();
    return scenario[list].flatMap(({ name }, index): Finding[] => {
      const earlier = first.get(name);
      first.set(name, earlier ?? index);
      if (earlier === undefined) return [];
      const path = [list, index, "name"];
      const message = `a second one of \`${list}\` is named \`${name}\``;
      return [{ path, message, uses: [[list, earlier, "name"]] }];
    });
  });
}
