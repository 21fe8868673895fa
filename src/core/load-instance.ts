/**
 * The name of the thread that plays a part of the load: `load`, or `load-1` where there are more.
 */
export function loadInstance({
  index,
  of,
}: {
  readonly index: number;
  readonly of: number;
}): string {
  return of === 1 ? "load" : `load-${index + 1}`;
}

export function isLoadInstance(name: string): boolean {
  return /^load(-\d+)?$/.test(name);
}
