/** What a run is driven against: data that crosses threads. */
export interface Target {
  readonly kind: "embedded" | "endpoint";
  /** As `http://127.0.0.1:4566`; absent for AWS itself, where each service has its own. */
  readonly endpoint?: string;
  readonly region: string;
  /**
   * Appended to every resource name. Empty for the embedded emulator, which is the run's alone; at
   * an endpoint it keeps runs apart, since bucket names are global and a deleted queue's name is
   * blocked for 60 seconds.
   */
  readonly nameSuffix: string;
}

/** How people call the target. */
export function targetName({ kind, endpoint, region }: Target): string {
  if (kind === "embedded") return "embedded emulator";
  return endpoint === undefined ? `AWS ${region}` : new URL(endpoint).host;
}

/** The name of a resource of the scenario at the target. */
export function nameAt(target: Target, name: string): string {
  // A FIFO queue's name has to end in `.fifo`.
  const [, front = name, ending = ""] = /^(.*?)(\.fifo)?$/.exec(name) ?? [];
  return `${front}${target.nameSuffix}${ending}`;
}
