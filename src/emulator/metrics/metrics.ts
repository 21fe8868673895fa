import type { ObservedCall } from "../wire/dispatch.ts";
import { observeCall } from "./call-metrics.ts";
import {
  counts,
  dimensions,
  gauges,
  prometheusName,
  values,
  type CountName,
  type GaugeName,
  type ValueName,
} from "./catalogue.ts";
import { exposed, type Labels } from "./exposition.ts";
import { Histogram } from "./histogram.ts";
import type { Meter } from "./meter.ts";

/** One value of a gauge, read when the metrics are asked for. */
export interface GaugeReading {
  readonly metric: GaugeName;
  readonly resource: string;
  readonly value: number;
}

const buckets = {
  Milliseconds: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000, 300_000],
  Bytes: [64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576],
} as const satisfies Record<(typeof values)[ValueName]["unit"], readonly number[]>;

/** Resources and operations that are told apart. */
const namesMax = 20_000;
const others = "others";

const everyCall = {
  name: "aforo_calls_total",
  help: "Calls by service, operation and outcome: `ok`, AWS's error code or the status, or `cut`",
  type: "counter",
} as const;

/** All metrics of one emulator, in Prometheus's text form. */
export class Metrics implements Meter {
  readonly #counted = new Map<CountName, Map<string, number>>();
  readonly #histograms = new Map<ValueName, Histogram>();
  /** By service, operation and outcome, with spaces in between. */
  readonly #called = new Map<string, number>();
  readonly #names = new Set<string>();

  constructor() {
    for (const name of Object.keys(counts)) this.#counted.set(name as CountName, new Map());
    for (const name of Object.keys(values) as ValueName[]) {
      const { namespace, unit } = values[name];
      const labelName = dimensions[namespace];
      const described = { ...descriptionOf(name, { namespace, unit }), labelName };
      this.#histograms.set(name, new Histogram({ ...described, bounds: buckets[unit] }));
    }
  }

  count(metric: CountName, resource: string, by: number): void {
    const byResource = this.#counted.get(metric);
    const label = this.#labelOf(resource);
    byResource?.set(label, (byResource.get(label) ?? 0) + by);
  }

  observe(metric: ValueName, resource: string, value: number): void {
    this.#histograms.get(metric)?.observe(this.#labelOf(resource), value);
  }

  /** Counts a call, and what CloudWatch derives from calls. */
  call(call: ObservedCall): void {
    const { service, operation, errorCode, status } = call;
    const outcome = errorCode ?? (status === 0 ? "cut" : status < 400 ? "ok" : String(status));
    // A client may send anything for an operation.
    const named = /^\w+$/.test(operation) ? this.#labelOf(operation) : others;
    const key = `${service} ${named} ${outcome}`;
    this.#called.set(key, (this.#called.get(key) ?? 0) + 1);
    observeCall(call, this);
  }

  /** The text that Prometheus scrapes. */
  text(readings: readonly GaugeReading[]): string {
    const sums = Object.entries(counts).map(([name, row]) => {
      const { name: base, help } = descriptionOf(name, row);
      const metric = { name: `${base}_total`, help, type: "counter" } as const;
      return exposed(metric, samplesOf(row, this.#counted.get(name as CountName) ?? []));
    });
    const levels = Object.entries(gauges).map(([name, row]) => {
      const read = readings.filter(({ metric }) => metric === name);
      const samples = read.map(({ resource, value }) => [resource, value] as const);
      return exposed({ ...descriptionOf(name, row), type: "gauge" }, samplesOf(row, samples));
    });
    const histograms = [...this.#histograms.values()].map((histogram) => histogram.text());
    return [...histograms, ...sums, ...levels, exposed(everyCall, this.#calls())].join("");
  }

  reset(): void {
    for (const byResource of this.#counted.values()) byResource.clear();
    this.#called.clear();
    this.#names.clear();
    for (const histogram of this.#histograms.values()) histogram.reset();
  }

  /** Clients can name any number of things that are not there: the later ones are one. */
  #labelOf(name: string): string {
    if (this.#names.has(name)) return name;
    if (this.#names.size >= namesMax) return others;
    this.#names.add(name);
    return name;
  }

  *#calls(): Generator<readonly [Labels, number]> {
    for (const [key, sum] of this.#called) {
      const [service = "", operation = "", outcome = ""] = key.split(" ");
      yield [{ service, operation, outcome }, sum];
    }
  }
}

interface Described {
  readonly namespace: keyof typeof dimensions;
  readonly unit: string;
}

function descriptionOf(metric: string, { namespace, unit }: Described) {
  return {
    name: prometheusName(namespace, metric),
    help: `CloudWatch: ${namespace} ${metric} (${unit})`,
  };
}

function* samplesOf(
  { namespace }: Described,
  byResource: Iterable<readonly [string, number]>,
): Generator<readonly [Labels, number]> {
  const dimension = dimensions[namespace];
  for (const [resource, value] of byResource) yield [{ [dimension]: resource }, value];
}
