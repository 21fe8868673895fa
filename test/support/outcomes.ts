import { expect } from "vitest";
import { elsewhere } from "./contract-target.ts";

/** What became of a call: the name of the error that it was refused with, or "accepted". */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "accepted";
  } catch (error) {
    return (error as Error).name;
  }
}

/** How many calls had each outcome. */
export async function tally(calls: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of await Promise.all(calls.map(outcome))) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/**
 * Where time stands still, exactly so many were accepted. Elsewhere it ran on meanwhile: it is as
 * much as that, to a fifth, and not all that was sent.
 */
export function expectAccepted(
  accepted: number,
  { limit, sent }: { readonly limit: number; readonly sent: number },
): void {
  if (!elsewhere) {
    expect(accepted).toBe(limit);
    return;
  }
  expect(accepted).toBeGreaterThanOrEqual(limit * 0.8);
  expect(accepted).toBeLessThan(sent);
}

export function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
