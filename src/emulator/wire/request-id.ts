import type { Random } from "../../core/random.ts";

/** An id in the form of a UUID, as the services give each request. */
export function requestId(random: Random): string {
  const hex = (word: number) => word.toString(16).padStart(8, "0");
  const [a, b, c, d] = [random.uint32(), random.uint32(), random.uint32(), random.uint32()];
  const [second, third] = [hex(b), hex(c)];
  return (
    `${hex(a)}-${second.slice(0, 4)}-4${second.slice(5)}-` +
    `a${third.slice(1, 4)}-${third.slice(4)}${hex(d)}`
  );
}
