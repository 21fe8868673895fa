import { labelText } from "./exposition.ts";

export interface HistogramOptions {
  readonly name: string;
  readonly help: string;
  readonly labelName: string;
  /** Upper bounds, ascending. */
  readonly bounds: readonly number[];
}

interface Distribution {
  /** By bound, and at the end those above all. */
  readonly counts: number[];
  sum: number;
}

/** A histogram with one label in Prometheus's text form. */
export class Histogram {
  readonly #options: HistogramOptions;
  readonly #distributions = new Map<string, Distribution>();

  constructor(options: HistogramOptions) {
    this.#options = options;
  }

  observe(label: string, value: number): void {
    const { bounds } = this.#options;
    let distribution = this.#distributions.get(label);
    if (!distribution) {
      distribution = { counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 };
      this.#distributions.set(label, distribution);
    }
    let at = 0;
    while (at < bounds.length && value > (bounds[at] as number)) at++;
    (distribution.counts[at] as number)++;
    distribution.sum += value;
  }

  reset(): void {
    this.#distributions.clear();
  }

  /** The lines of the exposition format, the last one ended too. */
  text(): string {
    const { name, help, labelName, bounds } = this.#options;
    let text = `# HELP ${name} ${help}\n# TYPE ${name} histogram\n`;
    for (const [label, { counts, sum }] of this.#distributions) {
      const of = labelText({ [labelName]: label });
      let count = 0;
      for (const [at, inBucket] of counts.entries()) {
        count += inBucket;
        text += `${name}_bucket{le="${bounds[at] ?? "+Inf"}",${of}} ${count}\n`;
      }
      text += `${name}_sum{${of}} ${sum}\n${name}_count{${of}} ${count}\n`;
    }
    return text;
  }
}
