import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lineage, type ShardLink } from "./lineage.ts";

const shard = (shardId: string, ...parents: string[]): ShardLink => ({ shardId, parents });

describe("a Lineage", () => {
  it("lets the children of a split be read once their parent has ended", () => {
    const lineage = new Lineage();
    const all = [shard("0"), shard("1", "0"), shard("2", "0")];
    expect(lineage.add(all)).toEqual(["0"]);
    expect(lineage.ended("0")).toEqual(["1", "2"]);
  });

  it("lets a merged shard be read once both its parents have ended", () => {
    const lineage = new Lineage();
    expect(lineage.add([shard("0"), shard("1"), shard("2", "0", "1")])).toEqual(["0", "1"]);
    expect(lineage.ended("1")).toEqual([]);
    expect(lineage.ended("0")).toEqual(["2"]);
  });

  it("does not wait for a parent that has expired, which no list has any more", () => {
    expect(new Lineage().add([shard("7", "3"), shard("8", "3", "7")])).toEqual(["7"]);
  });

  it("takes a shard that it knows for no second one", () => {
    const lineage = new Lineage();
    expect(lineage.add([shard("0")])).toEqual(["0"]);
    expect(lineage.add([shard("0"), shard("1", "0")])).toEqual([]);
    expect(lineage.ended("0")).toEqual(["1"]);
    expect(lineage.add([shard("0"), shard("1", "0")])).toEqual([]);
  });

  it("lets every shard of any history be read once, after all its parents", () => {
    // Each number splits one open shard, or merges two.
    const steps = fc.array(fc.nat({ max: 1_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.nat(), (resharding, order) => {
        const links = reshardings(resharding);
        const lineage = new Lineage();
        const ended = new Set<string>();
        const begun = new Set<string>();
        const open = [...lineage.add(links)];
        for (let turn = order; open.length > 0; turn = (turn * 31 + 7) % 1_009) {
          for (const one of open) begun.add(one);
          const [next] = open.splice(turn % open.length, 1);
          const { parents } = links.find(({ shardId }) => shardId === next) as ShardLink;
          expect(parents.every((parent) => ended.has(parent))).toBe(true);
          ended.add(next as string);
          open.push(...lineage.ended(next as string));
        }
        expect(begun.size).toBe(links.length);
        expect(ended.size).toBe(links.length);
      }),
    );
  });
});

function reshardings(steps: readonly number[]): ShardLink[] {
  const links = [shard("0"), shard("1"), shard("2")];
  const open = ["0", "1", "2"];
  for (const step of steps) {
    const at = step % open.length;
    const isMerge = step % 3 === 0 && open.length > 1;
    const parents = isMerge ? open.splice(Math.min(at, open.length - 2), 2) : open.splice(at, 1);
    for (let child = 0; child < (isMerge ? 1 : 2); child++) {
      const id = String(links.length);
      links.push(shard(id, ...parents));
      open.push(id);
    }
  }
  return links;
}
