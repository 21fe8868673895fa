/** The share of records that may be bad. Rounded: 1 − 0.9999 is a hair below 0.0001 in binary. */
export function allowedShare(objective: number): number {
  return Number((1 - objective).toPrecision(12));
}
