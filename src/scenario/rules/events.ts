import type { Finding } from "../../core/document/finding.ts";
import { suggestion } from "../../core/document/mistake.ts";
import { nearestName } from "../../core/document/nearest.ts";
import type { Path } from "../../core/document/paths.ts";
import { formatShare } from "../../core/units.ts";
import type { Scenario } from "../schema.ts";
import { stagesOf, streamStages } from "./stages.ts";

type EventOf<K extends Scenario["events"][number]["kind"]> = Extract<
  Scenario["events"][number],
  { kind: K }
>;

/** What happens in mid-run happens to what is there, in time, and as the service allows it. */
export function eventRules(scenario: Scenario): readonly Finding[] {
  return [...pauseRules(scenario), ...reshardRules(scenario), ...scaleRules(scenario)];
}

function scaleRules(scenario: Scenario): Finding[] {
  const names = stagesOf(scenario, "collectors").map(({ stage }) => stage.name);
  return placed(scenario, "scale").flatMap(({ event: { stage }, path }): Finding[] => {
    if (names.includes(stage)) return [];
    const message = `there is no stage \`${stage}\` of the kind \`collectors\``;
    const hint = suggestion(nearestName(stage, names), names);
    return [{ path: [...path, "stage"], message, hint, uses: [["stages"]] }];
  });
}

function placed<K extends Scenario["events"][number]["kind"]>(scenario: Scenario, kind: K) {
  return scenario.events
    .map((event, index) => ({ event, path: ["events", index] as Path }))
    .filter((at): at is { event: EventOf<K>; path: Path } => at.event.kind === kind)
    .sort((a, b) => a.event.at - b.event.at);
}

function pauseRules(scenario: Scenario): Finding[] {
  const names = streamStages(scenario).map(({ stage }) => stage.name);
  const freeFrom = new Map<string, { readonly share: number; readonly path: Path }>();
  return placed(scenario, "pause").flatMap(({ event, path }): Finding[] => {
    const { stage, at } = event;
    const end = at + event.for;
    const before = freeFrom.get(stage);
    freeFrom.set(stage, { share: end, path });
    if (!names.includes(stage)) {
      const message = `there is no stage \`${stage}\` that reads a stream`;
      const hint = suggestion(nearestName(stage, names), names);
      return [{ path: [...path, "stage"], message, hint, uses: [["stages"]] }];
    }
    if (end > 1) {
      const message = `it would end after the run, at ${formatShare(end)} of it`;
      return [{ path: [...path, "for"], message, uses: [[...path, "at"]] }];
    }
    if (before && before.share > at) {
      const message = `\`${stage}\` pauses already, until ${formatShare(before.share)} of the run`;
      const uses = [
        [...before.path, "at"],
        [...before.path, "for"],
      ];
      return [{ path: [...path, "at"], message, uses }];
    }
    return [];
  });
}

/** UpdateShardCount API reference: at most double, at least half of the open shards. */
function reshardRules(scenario: Scenario): Finding[] {
  const streams = scenario.streams.map(({ name }) => name);
  const open = new Map(scenario.streams.map(({ name, shards }) => [name, shards]));
  return placed(scenario, "reshard").flatMap(({ event, path }): Finding[] => {
    const { stream, shards } = event;
    const before = open.get(stream);
    open.set(stream, shards);
    if (before === undefined) {
      const message = `there is no stream \`${stream}\``;
      const hint = suggestion(nearestName(stream, streams), streams);
      return [{ path: [...path, "stream"], message, hint, uses: [["streams"]] }];
    }
    const [from, to] = [Math.ceil(before / 2), before * 2];
    if (shards >= from && shards <= to) return [];
    const message =
      `found ${shards}, expected from ${from} to ${to}: \`${stream}\` has ${before} shards by ` +
      "then, and one call at most doubles or halves them";
    return [{ path: [...path, "shards"], message, uses: [["streams"], [...path, "at"]] }];
  });
}
