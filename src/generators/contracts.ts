import { generators } from "./table.ts";
import type { Violation } from "./contract.ts";
import { replaySource, replayViolation } from "./replay/contract.ts";

const violationsBySource = new Map<unknown, Violation>(
  Object.values(generators).map((generator) => [
    generator.name,
    (body) => generator.violation(body),
  ]),
);
violationsBySource.set(replaySource, replayViolation);

/**
 * Says what is wrong with a parsed record by the contract of the generator that its `source` names,
 * or answers undefined where it is valid.
 */
export function contractViolation(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return "not a JSON object";
  const event = body as Readonly<Record<string, unknown>>;
  const violation = violationsBySource.get(event["source"]);
  return violation ? violation(event) : "source is missing or unknown";
}
