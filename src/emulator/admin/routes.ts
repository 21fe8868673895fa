import type { FaultRule } from "../../core/fault-rule.ts";
import { AforoError } from "../../core/errors.ts";
import { parseDurationMs } from "../../core/units.ts";
import type { EmulatedService } from "../emulated-service.ts";
import { expositionType } from "../metrics/exposition.ts";
import type { AdminScope } from "./admin-service.ts";
import { describeLimits } from "./limits.ts";

interface AdminCall extends AdminScope {
  /** What follows the route in the path; empty where nothing does. */
  readonly name: string;
  readonly body: string;
}

type Given =
  | { readonly json: unknown; readonly status?: number }
  | { readonly type: string; readonly text: string };

type Act = (call: AdminCall) => Given | Promise<Given>;

type Route = Partial<Readonly<Record<"GET" | "PUT" | "POST" | "DELETE", Act>>>;

/** Every route of the admin endpoint, by its first step and the method. */
export const routes: Readonly<Record<string, Route>> = {
  health: {
    GET: ({ emulation }) => {
      const running = emulation.services.map(({ name }) => [name, "running"]);
      const upMs = (emulation.timeline.monotonicUs() - emulation.startedUs) / 1_000;
      return {
        json: {
          status: "running",
          services: Object.fromEntries(running),
          uptimeSeconds: Math.floor(upMs / 1_000),
        },
      };
    },
  },
  metrics: {
    GET: ({ emulation }) => ({
      type: expositionType,
      text: emulation.metrics.text(emulation.gauges()),
    }),
  },
  faults: {
    GET: ({ emulation }) => ({ json: { faults: emulation.faults.tallies() } }),
    PUT: async ({ emulation, body }) => {
      emulation.faults.set(await readFaults(body));
      return { json: { faults: emulation.faults.tallies() } };
    },
    DELETE: ({ emulation }) => {
      emulation.faults.set([]);
      return { json: { faults: [] } };
    },
  },
  clock: {
    GET: ({ emulation }) => ({ json: clockState(emulation) }),
    POST: ({ emulation, body }) => {
      emulation.advance(readAdvance(body));
      return { json: clockState(emulation) };
    },
  },
  streams: { GET: (call) => inspected("streams", call) },
  queues: { GET: (call) => inspected("queues", call) },
  buckets: { GET: (call) => inspected("buckets", call) },
  limits: {
    GET: ({ emulation }) => ({ json: describeLimits(emulation.changedLimits, emulation.region) }),
  },
  reset: {
    POST: async ({ emulation }) => {
      await emulation.reset();
      return { json: { status: "reset" } };
    },
  },
  certificate: {
    GET: ({ certificate }) => {
      if (certificate !== undefined) return { type: "application/x-pem-file", text: certificate };
      throw new AforoError("usage", "there is no certificate", { hint: "start it with --tls" });
    },
  },
};

/** All resources of one kind in short, or the one that is named in full. */
function inspected(holds: EmulatedService["holds"], { emulation, name }: AdminCall): Given {
  const service = emulation.services.find((candidate) => candidate.holds === holds);
  if (name === "") return { json: { [holds]: service?.inspectAll() } };
  const found = service?.inspect(name);
  if (found) return { json: found };
  return { status: 404, json: { error: `there is no ${name} among the ${holds}` } };
}

function clockState({ timeline }: AdminScope["emulation"]): object {
  const now = new Date(timeline.epochMs()).toISOString();
  return { now, aheadMs: Math.round(timeline.aheadMs) };
}

/** Rules as JSON or YAML: a list. What reads documents is loaded by those who send one. */
async function readFaults(body: string): Promise<readonly FaultRule[]> {
  const { readFaultRules } = await import("./fault-document.ts");
  return readFaultRules(body);
}

function readAdvance(body: string): number {
  const said = parsed(body)?.["advance"];
  const ms = typeof said === "string" ? parseDurationMs(said) : undefined;
  if (ms !== undefined) return Math.round(ms);
  throw new AforoError("usage", "no `advance` in the body", { hint: 'as in {"advance": "5min"}' });
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
