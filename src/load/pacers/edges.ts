/** Cells that are tried after the one of the last question, before the search begins anew. */
const stepsMax = 4;

/**
 * The cell i with edges[i] <= x < edges[i+1]: the first that ends after x, so that an empty cell is
 * never chosen where one is not; the last for what is beyond it. `hint` is where to look first: it
 * changes how long that takes, and not the answer.
 */
export function cellOf(edges: Float64Array, x: number, hint: number): number {
  const last = edges.length - 2;
  if (hint === 0 || (edges[hint] as number) <= x) {
    const end = Math.min(last, hint + stepsMax);
    for (let cell = hint; cell <= end; cell++) {
      if (cell === last || (edges[cell + 1] as number) > x) return cell;
    }
  }
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle + 1] as number) > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
