/** Quantities as people write them. A parser answers undefined where the text is not one. */

type Factors = ReadonlyMap<string, number>;

const factors = (table: Readonly<Record<string, number>>): Factors =>
  new Map(Object.entries(table));

const durations = factors({
  ms: 1,
  s: 1_000,
  sec: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
});

const sizes = factors({
  b: 1,
  kb: 1_000,
  mb: 1_000_000,
  gb: 1_000_000_000,
  kib: 1_024,
  mib: 1_048_576,
  gib: 1_073_741_824,
});

const counts = factors({
  "": 1,
  k: 1_000,
  m: 1_000_000,
  g: 1_000_000_000,
  b: 1_000_000_000,
});

const perUnit = factors({
  s: 1,
  sec: 1,
  second: 1,
  min: 60,
  minute: 60,
  h: 3_600,
  hour: 3_600,
  d: 86_400,
  day: 86_400,
});

/** Text as in `24h`, `2min`, `250 ms` or `1h30m` to milliseconds. */
export function parseDurationMs(text: string): number | undefined {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)\s*/gi)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== text.trim()) return undefined;
  let total = 0;
  for (const [, number, unit] of parts) {
    const factor = durations.get((unit ?? "").toLowerCase());
    if (factor === undefined) return undefined;
    total += Number(number) * factor;
  }
  return exact(total);
}

/** Text as in `10 MiB`, `512KB` or `300 B` to bytes. */
export function parseSizeBytes(text: string): number | undefined {
  return scaled(text, sizes);
}

/** Text as in `80M`, `1.5k` or `500` to a number. */
export function parseCount(text: string): number | undefined {
  return scaled(text, counts);
}

/** Text as in `80M/day`, `1000/s` or `2.5k/min` to a rate a second. */
export function parseRatePerSecond(text: string): number | undefined {
  const [amount, unit, ...rest] = text.split("/");
  if (amount === undefined || unit === undefined || rest.length > 0) return undefined;
  const count = parseCount(amount);
  const seconds = perUnit.get(unit.trim().toLowerCase());
  return count === undefined || seconds === undefined ? undefined : count / seconds;
}

/** Text as in `0.5%` or `99.99 %` to a share of one. */
export function parseShare(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  if (!match) return undefined;
  // Moving the decimal point in the text keeps 99.99 % exactly 0.9999.
  return Number(`${match[1]}e-2`);
}

/** Milliseconds as people read them: `850 ms`, `12.4 s`, `2 min`, `1 h 30 min`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "–";
  if (Math.abs(ms) < 10) return `${Number(ms.toFixed(2))} ms`;
  // Each unit is chosen by the rounded figure: 59.96 s is 1 min, not 60 s.
  if (Math.round(ms) < 1_000) return `${Math.round(ms)} ms`;
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return `${tenths / 10} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return twoUnits([Math.floor(seconds / 60), "min"], [seconds % 60, "s"]);
  const minutes = Math.round(ms / 60_000);
  return twoUnits([Math.floor(minutes / 60), "h"], [minutes % 60, "min"]);
}

function twoUnits(large: readonly [number, string], small: readonly [number, string]): string {
  return small[0] === 0 ? large.join(" ") : `${large.join(" ")} ${small.join(" ")}`;
}

/** Bytes as people read them: `512 B`, `9.8 MiB`. */
export function formatSize(bytes: number): string {
  for (const [unit, factor] of [
    ["GiB", 1_073_741_824],
    ["MiB", 1_048_576],
    ["KiB", 1_024],
  ] as const) {
    if (bytes >= factor) return `${Number((bytes / factor).toFixed(1))} ${unit}`;
  }
  return `${Math.round(bytes)} B`;
}

/** A whole number with thin grouping: `111,111`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A share of one as a percentage: `0.05 %`. */
export function formatShare(share: number, digits = 3): string {
  return `${Number((share * 100).toFixed(digits))} %`;
}

function scaled(text: string, factors: Factors): number | undefined {
  const match = /^(\d+(?:[.]\d+)?)\s*([a-z]*)$/i.exec(text.trim().replaceAll("_", ""));
  const factor = match ? factors.get((match[2] ?? "").toLowerCase()) : undefined;
  return match && factor !== undefined ? exact(Number(match[1]) * factor) : undefined;
}

/** Without the noise of binary fractions: 1.1 M is 1,100,000, and no hair more. */
function exact(value: number): number {
  return Number(value.toPrecision(15));
}

/** A time of day in milliseconds after midnight, as `14:20`; beyond midnight as `24:15`. */
export function formatClock(dayMs: number): string {
  return twoPairs(Math.floor(dayMs / 60_000));
}

/** Minutes and seconds, as `01:05`. */
export function formatMinutes(ms: number): string {
  return twoPairs(Math.floor(ms / 1_000));
}

/** A whole number of sixtieths, as `14:20`. */
function twoPairs(sixtieths: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(sixtieths / 60))}:${two(sixtieths % 60)}`;
}
