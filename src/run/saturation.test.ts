import { expect, it } from "vitest";
import { shippedPlan } from "../../test/support/shipped-plan.ts";
import type { Clients } from "../targets/clients.ts";
import type { Target } from "../targets/target.ts";
import { saturateCollector } from "./saturation.ts";

const plan = shippedPlan("mass-ingest");
const without = shippedPlan("smoke");
const embedded: Target = { kind: "embedded", region: "r", nameSuffix: "" };
const endpoint: Target = { kind: "endpoint", region: "r", nameSuffix: "-x" };
const [running, interrupted] = [new AbortController().signal, AbortSignal.abort()];

it.each([
  ["where the plan has no collectors", { plan: without, target: embedded, interrupt: running }, 0],
  ["at an endpoint, and says so", { plan, target: endpoint, interrupt: running }, 1],
  ["where the run was interrupted", { plan, target: embedded, interrupt: interrupted }, 0],
])("no collector is saturated %s", async (_, where, notices) => {
  const told: string[] = [];
  const onNotice = (notice: string) => void told.push(notice);
  // Nothing is asked of the services.
  const clients = {} as Clients;
  expect(await saturateCollector({ ...where, clients, onNotice })).toBeUndefined();
  expect(told).toHaveLength(notices);
});
