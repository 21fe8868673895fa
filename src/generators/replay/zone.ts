/** Offsets change on quarters of an hour, in every zone that is in use. */
const quarterMs = 900_000;
/** Quarters of an hour that are remembered: some three months. */
const rememberedMax = 10_000;

/** A time zone by its IANA name: what its clocks show. */
export class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /** @throws RangeError where there is no such zone. */
  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  }

  /** What its clocks show less UTC, at an instant, in milliseconds. */
  offsetMs(epochMs: number): number {
    const quarter = Math.floor(epochMs / quarterMs);
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    const parts = this.#format.formatToParts(quarter * quarterMs);
    const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
    const offset = sign === "-" ? -size : size;
    if (this.#offsets.size >= rememberedMax) this.#offsets.clear();
    this.#offsets.set(quarter, offset);
    return offset;
  }

  /**
   * The instant at which its clocks show a time, given as if it were UTC. An hour that they show
   * twice is taken for one of its times, always the same; one that they leave out for the hour
   * beside it.
   */
  instantOf(shownMs: number): number {
    const near = shownMs - this.offsetMs(shownMs);
    return shownMs - this.offsetMs(near);
  }
}
