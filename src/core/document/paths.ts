/** The way to a value in the document: keys of maps and indices of lists. */
export type Path = readonly (string | number)[];

export type DocumentMap = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is DocumentMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path, and undefined where there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (Array.isArray(value) && typeof step === "number") value = value[step];
    else if (isMap(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** A copy of the document with the value at a path replaced; undefined takes a key away. */
export function withValueAt(root: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(root)) {
    return root.map((item, index) => (index === step ? withValueAt(item, rest, value) : item));
  }
  const map = isMap(root) ? root : {};
  const inner = Object.hasOwn(map, step) ? map[step] : undefined;
  const changed = withValueAt(inner, rest, value);
  const others = Object.entries(map).filter(([key]) => key !== step || changed !== undefined);
  // Object.fromEntries keeps a key such as `__proto__` an ordinary key.
  const keepsPlace = others.map(([key, old]) => [key, key === step ? changed : old] as const);
  const isNew = changed !== undefined && !Object.hasOwn(map, step);
  return Object.fromEntries(isNew ? [...keepsPlace, [String(step), changed]] : keepsPlace);
}

/** Whether `path` is `prefix` or inside it. */
export function isWithin(path: Path, prefix: Path): boolean {
  return prefix.every((step, index) => path[index] === step);
}

/** A path as `--set` takes it: items of lists by their name where they have one. */
export function showPath(root: unknown, path: Path): string {
  return path
    .map((step, index) => {
      const item = typeof step === "number" ? valueAt(root, path.slice(0, index + 1)) : undefined;
      return isMap(item) && typeof item["name"] === "string" ? item["name"] : String(step);
    })
    .join(".");
}
