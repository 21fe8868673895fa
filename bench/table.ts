/** What one side of a comparison measured. */
export interface Measured {
  readonly server: { readonly name: string };
  readonly resource: string;
  readonly rates: readonly number[];
}

/** Medians of both sides, and of the ratios round by round. */
export function printRatio(what: string, unit: string, ...sides: [Measured, Measured]): void {
  const [ours, other] = sides;
  const ratios = ours.rates.map((rate, round) => rate / (other.rates[round] ?? Number.NaN));
  const against = other.server.name === ours.server.name ? other.resource : other.server.name;
  console.log(
    `${what}\n` +
      `  aforo ${rounded(ours.rates)} ${unit}, ${against} ${rounded(other.rates)} ${unit}, ` +
      `ratio ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ` +
      `${Math.max(...ratios).toFixed(2)})`,
  );
}

export function printValue(what: string, unit: string, measured: readonly number[]): void {
  const [least, most] = [Math.min(...measured), Math.max(...measured)];
  console.log(
    `${what}\n  ${median(measured).toFixed(1)} ${unit} ` +
      `(${least.toFixed(1)} to ${most.toFixed(1)})`,
  );
}

function rounded(rates: readonly number[]): string {
  return Math.round(median(rates)).toLocaleString("en-US");
}

function median(measured: readonly number[]): number {
  const sorted = measured.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
