/** One bound that AWS sets, by default at AWS's own value. Every one can be changed by name. */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  /** Where AWS says so, or why we assume it. */
  readonly source: string;
}

export type LimitTable = Readonly<Record<string, Limit>>;

export type LimitValues<T extends LimitTable> = { readonly [name in keyof T]: number };

/** The values of a table, some of them replaced. */
export function limitValues<const T extends LimitTable>(
  table: T,
  changed: Partial<LimitValues<T>> = {},
): LimitValues<T> {
  const defaults = Object.entries(table).map(([name, limit]) => [name, limit.value]);
  return { ...(Object.fromEntries(defaults) as LimitValues<T>), ...changed };
}
